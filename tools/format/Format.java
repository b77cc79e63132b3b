import com.google.googlejavaformat.java.Formatter;
import com.google.googlejavaformat.java.ImportOrderer;
import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.RemoveUnusedImports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Formats every Java file below the working directory, or only tells which ones are not. */
public final class Format {
  public static void main(String[] args) throws IOException {
    boolean fix = args.length == 1 && args[0].equals("fix");
    List<Path> unformatted;
    try (Stream<Path> files = Files.walk(Path.of(""))) {
      unformatted =
          files
              .filter(file -> file.toString().endsWith(".java"))
              .filter(file -> !file.toString().matches("(.*/)?(target|\\.skald|\\.git)/.*"))
              .parallel()
              .filter(file -> changes(file, fix))
              .sorted()
              .toList();
    }
    if (unformatted.isEmpty()) {
      return;
    }
    System.out.println((fix ? "Formatted:" : "Not formatted:"));
    unformatted.forEach(file -> System.out.println("  " + file));
    if (!fix) {
      System.out.println("`./skald format` (or `mvn -N validate -Dformat=fix`) formats them.");
      System.exit(1);
    }
  }

  private static boolean changes(Path file, boolean write) {
    try {
      String before = Files.readString(file);
      Formatter formatter = new Formatter(JavaFormatterOptions.defaultOptions());
      String after =
          formatter.formatSource(
              RemoveUnusedImports.removeUnusedImports(
                  ImportOrderer.reorderImports(before, JavaFormatterOptions.Style.GOOGLE)));
      if (write && !after.equals(before)) {
        Files.writeString(file, after);
      }
      return !after.equals(before);
    } catch (Exception e) {
      throw new IllegalStateException("Cannot format " + file + ": " + e.getMessage(), e);
    }
  }
}
