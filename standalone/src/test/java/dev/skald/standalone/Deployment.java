package dev.skald.standalone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.YamlMapFactoryBean;
import org.springframework.core.io.ByteArrayResource;

/** The files that containers are made from, as text, and what is wrong with them. */
record Deployment(
    Path root, String compose, String env, String dockerfile, String ignored, Set<String> keys) {

  private static final Pattern VARIABLE = Pattern.compile("(?<!\\$)\\$\\{(\\w+)([^}]*)}");
  private static final Pattern ADDRESS = Pattern.compile("(?:^|//|[@,])([a-z][a-z0-9-]*):\\d+");
  private static final Set<String> THIS_MACHINE = Set.of("localhost");

  static Deployment at(Path root, Set<String> keys) {
    try {
      return new Deployment(
          root,
          Files.readString(root.resolve("docker-compose.yml")),
          Files.readString(root.resolve(".env.example")),
          Files.readString(root.resolve("Dockerfile")),
          Files.readString(root.resolve(".dockerignore")),
          keys);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  List<String> problems() {
    Map<String, Object> file;
    try {
      YamlMapFactoryBean yaml = new YamlMapFactoryBean();
      yaml.setResources(new ByteArrayResource(compose.getBytes(StandardCharsets.UTF_8)));
      file = map(yaml.getObject());
    } catch (RuntimeException e) {
      return List.of("docker-compose.yml is no YAML: " + e.getMessage());
    }
    List<String> problems = new ArrayList<>();
    Dockerfile images = Dockerfile.parse(dockerfile);
    images.check(root, problems);
    checkVariables(problems);
    if (ignored.lines().noneMatch(".env"::equals)) {
      problems.add(".dockerignore lets .env into an image");
    }
    Map<String, Object> services = map(file.get("services"));
    services.forEach(
        (name, service) -> checkService(name, map(service), services, images, problems));
    for (String kind : List.of("volumes", "networks", "configs")) {
      Set<String> used = new TreeSet<>();
      services.values().forEach(service -> used.addAll(references(kind, map(service))));
      compare(kind, used, map(file.get(kind)).keySet(), problems);
    }
    return problems;
  }

  private void checkService(
      String name,
      Map<String, Object> service,
      Map<String, Object> services,
      Dockerfile images,
      List<String> problems) {
    Object image = service.get("image");
    if (image == null || !Dockerfile.isPinned(image.toString())) {
      problems.add("%s: image %s is not pinned to a version".formatted(name, image));
    }
    for (Object port : list(service.get("ports"))) {
      if (!port.toString().startsWith("127.0.0.1:")) {
        problems.add("%s: port %s is published to others".formatted(name, port));
      }
    }
    Map<String, Object> environment = map(service.get("environment"));
    Object build = service.get("build");
    if (build != null) {
      String target = String.valueOf(map(build).get("target"));
      if (!images.hasStage(target)) {
        problems.add("%s: the Dockerfile has no stage '%s'".formatted(name, target));
      }
      for (String key : environment.keySet()) {
        if (!keys.contains(key)) {
          problems.add("%s: %s is no setting of ours".formatted(name, key));
        }
      }
    }
    environment.forEach((key, value) -> checkAddresses(name, key, value, services, problems));
    map(service.get("depends_on"))
        .forEach(
            (other, how) ->
                checkDependency(name, other, map(how), map(services.get(other)), problems));
  }

  private static void checkAddresses(
      String name, String key, Object value, Map<String, Object> services, List<String> problems) {
    Set<String> hosts = new HashSet<>();
    ADDRESS.matcher(value.toString()).results().map(m -> m.group(1)).forEach(hosts::add);
    if (key.endsWith("_SEEDS") || key.endsWith("_HOST")) {
      hosts.add(value.toString());
    }
    hosts.removeAll(THIS_MACHINE);
    hosts.removeAll(services.keySet());
    for (String host : hosts) {
      problems.add("%s: %s names '%s', which is no service".formatted(name, key, host));
    }
  }

  /** What a service waits for must be there, and must be able to come true. */
  private static void checkDependency(
      String name,
      String other,
      Map<String, Object> how,
      Map<String, Object> service,
      List<String> problems) {
    if (service.isEmpty()) {
      problems.add("%s waits for '%s', which is no service".formatted(name, other));
      return;
    }
    boolean ends = String.valueOf(service.get("restart")).startsWith("on-failure");
    boolean possible =
        switch (String.valueOf(how.get("condition"))) {
          case "service_healthy" -> service.containsKey("healthcheck") && !ends;
          case "service_completed_successfully" -> ends;
          default -> false;
        };
    if (!possible) {
      problems.add("%s waits for %s in a way that never comes true".formatted(name, other));
    }
  }

  private void checkVariables(List<String> problems) {
    Map<String, String> offered = new LinkedHashMap<>();
    env.lines()
        .filter(line -> !line.isBlank() && !line.startsWith("#"))
        .map(line -> line.split("=", 2))
        .forEach(pair -> offered.put(pair[0], pair.length == 2 ? pair[1] : ""));
    Set<String> used = new TreeSet<>();
    for (MatchResult variable : VARIABLE.matcher(withoutComments()).results().toList()) {
      String name = variable.group(1);
      used.add(name);
      if (name.endsWith("PASSWORD") && !variable.group(2).startsWith(":?")) {
        problems.add("%s may be left empty".formatted(variable.group()));
      }
    }
    compare("variables", used, offered.keySet(), problems);
    offered.forEach(
        (name, value) -> {
          if (name.endsWith("PASSWORD") != value.isEmpty()) {
            problems.add(".env.example: %s='%s'".formatted(name, value));
          }
        });
  }

  private String withoutComments() {
    return Pattern.compile("^\\s*#.*$", Pattern.MULTILINE).matcher(compose).replaceAll("");
  }

  private static Set<String> references(String kind, Map<String, Object> service) {
    Set<String> names = new TreeSet<>();
    for (Object reference : list(service.get(kind))) {
      Object named = reference instanceof Map<?, ?> full ? full.get("source") : reference;
      names.add(String.valueOf(named).split(":", 2)[0]);
    }
    return names;
  }

  private static void compare(
      String kind, Collection<String> used, Collection<String> offered, List<String> problems) {
    for (String name : used) {
      if (!offered.contains(name)) {
        problems.add("%s: '%s' is used and nowhere defined".formatted(kind, name));
      }
    }
    for (String name : offered) {
      if (!used.contains(name)) {
        problems.add("%s: '%s' is defined and nowhere used".formatted(kind, name));
      }
    }
  }

  private static Map<String, Object> map(@Nullable Object value) {
    Map<String, Object> map = new LinkedHashMap<>();
    if (value instanceof Map<?, ?> entries) {
      entries.forEach((key, entry) -> map.put(String.valueOf(key), entry));
    }
    return map;
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }
}
