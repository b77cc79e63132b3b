package dev.skald.workflows.determinism;

import java.lang.constant.MethodTypeDesc;
import java.util.List;
import java.util.stream.Collectors;

/** Something that one line of a method does. Names of classes are as {@link Class#getName} says. */
sealed interface Use {

  int line();

  /**
   * A call, or a reference to a method.
   *
   * @param exact whether it is this very method, and none that overrides it
   * @param values what it is called on, where it is called on something, and its arguments
   */
  record Call(
      int line,
      String owner,
      String name,
      MethodTypeDesc type,
      boolean exact,
      boolean isStatic,
      List<Kind> values)
      implements Use {

    String signature() {
      return name + type.descriptorString();
    }

    /** Like {@code java.util.Date.<init>()}, which forbidden patterns are matched against. */
    String readable(String as) {
      return type.parameterList().stream()
          .map(parameter -> parameter.displayName())
          .collect(Collectors.joining(",", as + "." + name + "(", ")"));
    }

    Kind receiver() {
      return isStatic || values.isEmpty() ? Kind.UNKNOWN : values.getFirst();
    }
  }

  record Read(int line, String owner, String field, boolean isStatic) implements Use {}

  record Write(int line, String owner, String field, boolean isStatic, Kind value) implements Use {}

  /** Of a class, by name: it is made, cast to, or its literal is used. */
  record Mention(int line, String type) implements Use {}

  record Lock(int line) implements Use {}

  record Catch(int line, String type) implements Use {}

  record Return(int line, Kind value) implements Use {}

  /** Code that is made up when it first runs, other than lambdas and what the compiler makes. */
  record Bootstrap(int line, String by) implements Use {}
}
