package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every code that the API refuses with stands in the docs. */
class ErrorsDocTest {

  private static final Path ROOT = Path.of(System.getProperty("skald.root", ".."));

  private static final Pattern CODE =
      Pattern.compile(
          "(?:Problem\\.\\w+|\\bunavailable|\\bproblem)\\(\\s*(?:HttpStatus\\.\\w+,\\s*)?\"([a-z-]+)\"");

  @Test
  void the_docs_say_of_every_code_what_it_means() throws IOException {
    String doc = Files.readString(ROOT.resolve("docs/errors.md"));
    TreeSet<String> codes = new TreeSet<>();
    try (Stream<Path> files = Files.walk(ROOT.resolve("api/src/main/java"))) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        CODE.matcher(Files.readString(file))
            .results()
            .map(found -> found.group(1))
            .forEach(codes::add);
      }
    }

    assertThat(codes).contains("invalid-request", "saga-stuck", "outcome-unknown");
    assertThat(codes)
        .filteredOn(code -> !code.endsWith("-unknown") || code.equals("outcome-unknown"))
        .allSatisfy(code -> assertThat(doc).contains("`" + code + "`"));
  }
}
