package dev.skald.standalone;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/** Classes that exist for one test only, so that a rule can be shown something that breaks it. */
final class Compiled {

  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE =
      Pattern.compile("(?:class|interface|record|enum) (\\w+)[^;]*\\{");

  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  /** One for all: it remembers what stands in the jars of the class path. */
  private static final StandardJavaFileManager FILES =
      COMPILER.getStandardFileManager(null, null, null);

  private Compiled() {}

  /** Each source names its package; one without a type in it is a {@code package-info}. */
  static JavaClasses from(Path folder, String... sources) {
    List<Source> files = Stream.of(sources).map(Source::new).toList();
    StringWriter said = new StringWriter();
    try {
      FILES.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    List<String> options = List.of("-proc:none", "-nowarn");
    if (!COMPILER.getTask(said, FILES, null, options, null, files).call()) {
      throw new IllegalArgumentException(said.toString());
    }
    return new ClassFileImporter().importPath(folder);
  }

  private static final class Source extends SimpleJavaFileObject {

    private final String text;

    Source(String text) {
      super(URI.create("string:///" + pathOf(text)), Kind.SOURCE);
      this.text = text;
    }

    private static String pathOf(String text) {
      Matcher type = TYPE.matcher(text);
      String name = type.find() ? type.group(1) : "package-info";
      Matcher named = PACKAGE.matcher(text);
      if (!named.find()) {
        throw new IllegalArgumentException("no package in: " + text);
      }
      return named.group(1).replace('.', '/') + "/" + name + Kind.SOURCE.extension;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
