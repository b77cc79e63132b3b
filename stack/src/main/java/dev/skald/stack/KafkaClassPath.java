package dev.skald.stack;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Of our own class path, what the broker needs: the build lists this module's libraries, and the
 * rest (the application's frameworks) stays out, save what writes the log.
 */
final class KafkaClassPath {

  private static final String LIBRARIES = "/META-INF/skald/stack-libraries.txt";
  private static final String LOGGING = "logback-";

  private KafkaClassPath() {}

  static List<Path> entries() {
    Set<String> wanted = libraries();
    return ourOwn()
        .filter(jar -> isWanted(jar.getFileName().toString(), wanted))
        .distinct()
        .sorted()
        .toList();
  }

  private static boolean isWanted(String jar, Set<String> wanted) {
    return wanted.contains(jar) || jar.startsWith(LOGGING);
  }

  /** `group:artifact:jar:version:scope`, one to a line, as Maven's dependency list has them. */
  private static Set<String> libraries() {
    try (InputStream in = KafkaClassPath.class.getResourceAsStream(LIBRARIES)) {
      if (in == null) {
        throw new ServerFailed("The list of Kafka's libraries is missing: build with Maven.");
      }
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))
          .lines()
          .map(line -> line.strip().split(":"))
          .filter(parts -> parts.length >= 5)
          .map(parts -> parts[1] + "-" + parts[3] + ".jar")
          .collect(Collectors.toSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<Path> ourOwn() {
    List<Path> all = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
      Path path = Path.of(entry).toAbsolutePath();
      all.add(path);
      all.addAll(named(path));
    }
    return all.stream().filter(path -> path.toString().endsWith(".jar"));
  }

  /** A program's jar names its libraries in its manifest. */
  private static List<Path> named(Path path) {
    if (!path.toString().endsWith(".jar") || !Files.exists(path)) {
      return List.of();
    }
    try (JarFile jar = new JarFile(path.toFile())) {
      String names =
          jar.getManifest() == null
              ? null
              : jar.getManifest().getMainAttributes().getValue("Class-Path");
      URI base = path.toUri();
      return names == null
          ? List.of()
          : Stream.of(names.split(" "))
              .filter(name -> name.endsWith(".jar"))
              .map(name -> Path.of(base.resolve(name)))
              .filter(Files::exists)
              .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
