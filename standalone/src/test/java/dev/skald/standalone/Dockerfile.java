package dev.skald.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A Dockerfile by its stages; just enough of the language to follow names through it. */
record Dockerfile(Map<String, Stage> stages) {

  private static final Pattern FROM = Pattern.compile("FROM (\\S+)(?: AS (\\S+))?");
  private static final Pattern COPY = Pattern.compile("COPY (?:--from=(\\S+) )?(.+) \\S+");
  private static final Pattern MODULES = Pattern.compile("-pl (\\S+)");
  private static final Pattern JAR = Pattern.compile("(\\S+)/target/(\\S+?)-\\*(?:-(\\w+))?\\.jar");
  private static final Pattern LOOP = Pattern.compile("for (\\w+) in ([^;]+);");

  /** Layers that Spring Boot takes a jar apart into. */
  private static final List<String> LAYERS =
      List.of("dependencies", "spring-boot-loader", "snapshot-dependencies", "application");

  record Stage(String base, List<String> instructions) {}

  static Dockerfile parse(String text) {
    String joined = text.replaceAll("(?m)^#.*\\R", "").replaceAll("\\s*\\\\\\R\\s*", " ");
    Map<String, Stage> stages = new LinkedHashMap<>();
    Stage current = new Stage("", new ArrayList<>());
    for (String line : joined.lines().filter(line -> !line.isBlank()).toList()) {
      Matcher from = FROM.matcher(line);
      if (from.matches()) {
        current = new Stage(from.group(1), new ArrayList<>());
        stages.put(from.group(2) == null ? "stage" + stages.size() : from.group(2), current);
      } else {
        current.instructions().add(line);
      }
    }
    return new Dockerfile(stages);
  }

  static boolean isPinned(String image) {
    return image.matches(".+:v?\\d+\\.\\d+.*") && !image.contains("latest");
  }

  boolean hasStage(String name) {
    return stages.containsKey(name);
  }

  void check(Path root, List<String> problems) {
    List<String> earlier = new ArrayList<>();
    stages.forEach(
        (name, stage) -> {
          if (!earlier.contains(stage.base()) && !isPinned(stage.base())) {
            problems.add("Dockerfile: %s starts from %s".formatted(name, stage.base()));
          }
          for (String line : stage.instructions()) {
            checkCopy(root, name, line, earlier, problems);
            checkModules(root, line, problems);
          }
          earlier.add(name);
        });
    for (String program : List.of("worker", "api")) {
      if (hasStage(program) && lastOf("USER", program).matches("|0.*|root.*")) {
        problems.add("Dockerfile: %s runs as root".formatted(program));
      }
      if (hasStage(program) && !lastOf("ENV", program).contains("SERVER_ADDRESS=0.0.0.0")) {
        problems.add("Dockerfile: %s cannot be reached from outside".formatted(program));
      }
    }
  }

  private void checkCopy(
      Path root, String stage, String line, List<String> earlier, List<String> problems) {
    Matcher copy = COPY.matcher(line);
    if (!copy.matches()) {
      return;
    }
    String from = copy.group(1);
    for (String source : copy.group(2).split(" ", -1)) {
      if (from == null && !Files.exists(root.resolve(source))) {
        problems.add("Dockerfile: %s copies %s, which is not there".formatted(stage, source));
      } else if (from != null && !earlier.contains(from)) {
        problems.add("Dockerfile: %s copies from '%s', no earlier stage".formatted(stage, from));
      } else if (from != null && !makes(from, source)) {
        problems.add("Dockerfile: %s does not make %s".formatted(from, source));
      }
    }
  }

  /** Whether an instruction of the stage takes a jar apart into that folder. */
  private boolean makes(String stage, String source) {
    Path path = Path.of(source);
    Stage maker = stages.get(stage);
    return maker != null
        && LAYERS.contains(path.getFileName().toString())
        && maker.instructions().stream()
            .filter(line -> line.contains("--layers"))
            .flatMap(line -> unrolled(line).stream())
            .anyMatch(line -> line.contains("--destination " + path.getParent() + " "));
  }

  private static void checkModules(Path root, String line, List<String> problems) {
    Matcher modules = MODULES.matcher(line);
    while (modules.find()) {
      for (String module : modules.group(1).split(",", -1)) {
        if (!Files.exists(root.resolve(module).resolve("pom.xml"))) {
          problems.add("Dockerfile: there is no module '%s'".formatted(module));
        }
      }
    }
    for (String single : unrolled(line)) {
      Matcher jar = JAR.matcher(single);
      while (jar.find()) {
        checkJar(root, jar, problems);
      }
    }
  }

  private static void checkJar(Path root, MatchResult jar, List<String> problems) {
    Path pom = root.resolve(jar.group(1)).resolve("pom.xml");
    try {
      String text = Files.exists(pom) ? Files.readString(pom) : "";
      if (!text.contains("<artifactId>" + jar.group(2) + "</artifactId>")
          || !text.contains("<classifier>" + jar.group(3) + "</classifier>")) {
        problems.add("Dockerfile: module '%s' makes no %s".formatted(jar.group(1), jar.group()));
      } else if (!text.contains("<mainClass>")) {
        // Where there are several, the build does not choose.
        problems.add("Dockerfile: module '%s' does not say what runs".formatted(jar.group(1)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The body of a shell loop, once for each of its words. */
  private static List<String> unrolled(String line) {
    Matcher loop = LOOP.matcher(line);
    if (!loop.find()) {
      return List.of(line);
    }
    List<String> lines = new ArrayList<>();
    for (String word : loop.group(2).trim().split(" ", -1)) {
      lines.add(line.replace("$" + loop.group(1), word));
    }
    return lines;
  }

  private String lastOf(String instruction, String stage) {
    Stage here = stages.get(stage);
    if (here == null) {
      return "";
    }
    return here.instructions().stream()
        .filter(line -> line.startsWith(instruction + " "))
        .reduce((first, second) -> second)
        .map(line -> line.substring(instruction.length() + 1))
        .orElseGet(() -> lastOf(instruction, here.base()));
  }
}
