package dev.skald.standalone;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;

/** Every setting that can be given: Spring's from its own lists, ours from the property records. */
final class Settings {

  /** Used as long as there is no property record on the class path. */
  private static final List<String> AGREED =
      List.of(
          "skald.kafka.bootstrap-servers",
          "skald.temporal.target",
          "skald.temporal.namespace",
          "skald.temporal.ui-url");

  private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"([a-z0-9.-]+)\"");

  private Settings() {}

  static Set<String> asEnvironment() {
    Set<String> ours = ofRecords();
    Set<String> all = new TreeSet<>(ours.isEmpty() ? AGREED : ours);
    all.addAll(ofSpring());
    return all.stream()
        .map(name -> name.replace('.', '_').replace('-', '_').toUpperCase(Locale.ROOT))
        .collect(Collectors.toSet());
  }

  private static Set<String> ofRecords() {
    var scanner = new ClassPathScanningCandidateComponentProvider(false);
    scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
    Set<String> names = new TreeSet<>();
    for (var candidate : scanner.findCandidateComponents("dev.skald")) {
      try {
        Class<?> type = Class.forName(candidate.getBeanClassName());
        addComponents(type.getAnnotation(ConfigurationProperties.class).value(), type, names);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e);
      }
    }
    return names;
  }

  private static void addComponents(String prefix, Class<?> type, Set<String> names) {
    if (!type.isRecord()) {
      return;
    }
    for (RecordComponent component : type.getRecordComponents()) {
      String dashed = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
      names.add(prefix + "." + dashed);
      addComponents(prefix + "." + dashed, component.getType(), names);
    }
  }

  private static Set<String> ofSpring() {
    Set<String> names = new TreeSet<>();
    try {
      ClassLoader loader = Settings.class.getClassLoader();
      var lists = loader.getResources("META-INF/spring-configuration-metadata.json");
      for (URL list : Collections.list(lists)) {
        try (InputStream stream = list.openStream()) {
          String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
          NAME.matcher(text).results().map(match -> match.group(1)).forEach(names::add);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return names;
  }
}
