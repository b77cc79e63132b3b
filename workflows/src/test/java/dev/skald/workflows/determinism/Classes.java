package dev.skald.workflows.determinism;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.attribute.RuntimeVisibleAnnotationsAttribute;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All classes of our own, and who inherits from whom. */
final class Classes {

  private static final String OBJECT = "java.lang.Object";

  private final Map<String, ClassModel> byName = new LinkedHashMap<>();
  private final Map<String, Set<String>> subtypes = new LinkedHashMap<>();

  /** From folders and jars of classes. */
  static Classes in(Collection<Path> places) {
    Classes classes = new Classes();
    try {
      for (Path place : places) {
        if (Files.isDirectory(place)) {
          classes.read(place);
        } else {
          try (FileSystem jar = FileSystems.newFileSystem(place)) {
            classes.read(jar.getPath("/"));
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    classes.byName.forEach(
        (name, model) ->
            classes
                .ancestors(name)
                .forEach(
                    above ->
                        classes.subtypes.computeIfAbsent(above, _ -> new TreeSet<>()).add(name)));
    return classes;
  }

  /** The folder or jar that a class was loaded from. */
  static Path placeOf(Class<?> type) {
    return Path.of(URI.create(type.getProtectionDomain().getCodeSource().getLocation().toString()));
  }

  static String name(ClassModel model) {
    return name(model.thisClass().asInternalName());
  }

  static String name(String internal) {
    return internal.startsWith("[") ? OBJECT : internal.replace('/', '.');
  }

  private void read(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        ClassModel model = ClassFile.of().parse(Files.readAllBytes(file));
        byName.put(name(model), model);
      }
    }
  }

  Collection<ClassModel> all() {
    return byName.values();
  }

  boolean isOurs(String type) {
    return byName.containsKey(type);
  }

  @Nullable ClassModel find(String type) {
    return byName.get(type);
  }

  /** What it extends and implements, itself left out; nothing of what others' classes extend. */
  Set<String> ancestors(String type) {
    Set<String> found = new LinkedHashSet<>();
    ClassModel model = byName.get(type);
    if (model != null) {
      List<String> direct = new ArrayList<>();
      model.superclass().ifPresent(above -> direct.add(name(above.asInternalName())));
      model.interfaces().forEach(above -> direct.add(name(above.asInternalName())));
      for (String above : direct) {
        found.add(above);
        found.addAll(ancestors(above));
      }
    }
    return found;
  }

  /** What it inherits from others than us; {@code Object} only where there is nothing else. */
  Set<String> foreignAncestors(String type) {
    Set<String> found = new LinkedHashSet<>(ancestors(type));
    found.removeIf(this::isOurs);
    if (found.size() > 1) {
      found.remove(OBJECT);
    }
    return found;
  }

  Set<String> subtypes(String type) {
    return subtypes.getOrDefault(type, Set.of());
  }

  /** The method that a class has or inherits from one of us. */
  Optional<Method> resolve(String type, String signature) {
    return Stream.concat(Stream.of(type), ancestors(type).stream())
        .flatMap(at -> declared(at, signature).stream())
        .findFirst();
  }

  Optional<Method> declared(String type, String signature) {
    return methods(type).stream()
        .filter(method -> method.signature().equals(signature))
        .findFirst();
  }

  List<Method> methods(String type) {
    ClassModel model = byName.get(type);
    return model == null
        ? List.of()
        : model.methods().stream().map(method -> new Method(model, method)).toList();
  }

  /** Whether a class carries an annotation, given by its name. */
  boolean isAnnotated(String type, String annotation) {
    ClassModel model = byName.get(type);
    return model != null
        && has(
            model.findAttribute(Attributes.runtimeVisibleAnnotations()).orElse(null), annotation);
  }

  static boolean isAnnotated(Method method, String annotation) {
    return has(
        method.model().findAttribute(Attributes.runtimeVisibleAnnotations()).orElse(null),
        annotation);
  }

  private static boolean has(
      @Nullable RuntimeVisibleAnnotationsAttribute annotations, String wanted) {
    String descriptor = "L" + wanted.replace('.', '/') + ";";
    return annotations != null
        && annotations.annotations().stream()
            .anyMatch(one -> one.className().stringValue().equals(descriptor));
  }
}
