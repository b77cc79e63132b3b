package dev.skald.workflows.determinism;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Classes that exist for one test only. */
final class Compiled {

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private Compiled() {}

  /**
   * @param texts by the names of their classes
   */
  static void into(Path folder, Map<String, String> texts) {
    StringWriter said = new StringWriter();
    try {
      FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> options = List.of("-proc:none", "-nowarn", "-g");
    List<Source> sources =
        texts.entrySet().stream().map(text -> new Source(text.getKey(), text.getValue())).toList();
    if (!COMPILER.getTask(said, FILES, null, options, null, sources).call()) {
      throw new IllegalArgumentException(said.toString());
    }
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String name, String text) {
      super(URI.create("string:///" + name.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
