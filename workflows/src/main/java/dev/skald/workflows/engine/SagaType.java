package dev.skald.workflows.engine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What is declared of a saga.
 *
 * @param name in URLs and in Temporal
 * @param businessKey the id that the request gives to its business object, if it gives one; other
 *     requests may give the same
 * @param example a request as it might be sent: docs show it, and the story is rehearsed with it
 * @param otherExamples those with which the story goes on otherwise, by what they are called
 * @param deadline after which it is undone, if the pivot has not begun
 * @param ifLost what is done about a run that ended without an ending
 * @param parts its steps and nested sagas, in the order in which people shall see them
 */
public record SagaType<R extends Record>(
    String name,
    String purpose,
    Class<R> request,
    Function<R, Optional<String>> businessKey,
    R example,
    Map<String, R> otherExamples,
    Duration deadline,
    IfLost ifLost,
    List<Part> parts) {

  /** What a saga records of itself has ids like those of its steps. */
  private static final Set<String> OURS = Set.of("recovery", "rolled-back", "turned");

  /** What is done about a run that was terminated or lost. */
  public enum IfLost {
    /** It is begun anew; what was done answers from the log. */
    RETRY,
    /** What stands is undone, unless the pivot has happened. */
    UNDO,
    /** An operator decides. */
    ASK_OPERATOR
  }

  public SagaType {
    parts = List.copyOf(parts);
    otherExamples = Collections.unmodifiableMap(new LinkedHashMap<>(otherExamples));
    Part.checkName(name);
    otherExamples.keySet().forEach(Part::checkName);
    String saga = "saga '" + name + "' ";
    require(!parts.isEmpty(), saga + "has no steps");
    require(deadline.isPositive(), saga + "has a deadline of " + deadline);
    List<String> names = new ArrayList<>();
    for (Part part : parts) {
      require(
          !OURS.contains(part.name()),
          saga + "declares '" + part.name() + "', which is what its log calls something else");
      require(!names.contains(part.name()), saga + "declares '" + part.name() + "' twice");
      names.add(part.name());
    }
  }

  /** Begins to declare a saga. */
  public static <R extends Record> Named<R> named(String name, Class<R> request) {
    return new Named<>(name, request);
  }

  /** All steps under the names that they have in this saga, those of nested sagas too. */
  public Map<String, DeclaredStep> steps() {
    Map<String, DeclaredStep> steps = new LinkedHashMap<>();
    for (Part part : parts) {
      switch (part) {
        case DeclaredStep step -> steps.put(step.name(), step);
        case Nested<?> nested ->
            nested
                .saga()
                .type()
                .steps()
                .forEach((inner, step) -> steps.put(nested.name() + "." + inner, step));
      }
    }
    return Collections.unmodifiableMap(steps);
  }

  /** The same, shown by another of its examples. */
  SagaType<R> shownBy(R other) {
    return new SagaType<>(
        name, purpose, request, businessKey, other, Map.of(), deadline, ifLost, parts);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  /** A name, and what it is for comes next. */
  public record Named<R extends Record>(String name, Class<R> request) {

    public Described<R> purpose(String purpose) {
      return new Described<>(this, purpose);
    }
  }

  /** Described, and how a request looks comes next. */
  public record Described<R extends Record>(Named<R> named, String purpose) {

    /** The id of the business object that a request names, or null where it leaves it to us. */
    public Shown<R> startedBy(R example, Function<R, @Nullable String> businessKey) {
      return new Shown<>(this, example, Map.of(), businessKey);
    }
  }

  /** What starts it is said, and how long it has comes next. */
  public record Shown<R extends Record>(
      Described<R> described,
      R example,
      Map<String, R> others,
      Function<R, @Nullable String> businessKey) {

    /** Another example, with which the story goes on otherwise. */
    public Shown<R> alsoBy(String name, R other) {
      Map<String, R> more = new LinkedHashMap<>(others);
      require(
          !other.equals(example) && !more.containsValue(other) && more.put(name, other) == null,
          "saga '%s' has the example '%s' twice".formatted(described.named().name(), name));
      return new Shown<>(described, example, more, businessKey);
    }

    public Timed<R> deadline(Duration deadline) {
      return new Timed<>(this, deadline);
    }
  }

  /** What happens to a lost run comes next. */
  public record Timed<R extends Record>(Shown<R> shown, Duration deadline) {

    public Ready<R> ifLost(IfLost ifLost) {
      return new Ready<>(this, ifLost);
    }
  }

  /** Only the steps are missing. */
  public record Ready<R extends Record>(Timed<R> timed, IfLost ifLost) {

    public SagaType<R> steps(Part... parts) {
      Shown<R> shown = timed.shown();
      Described<R> described = shown.described();
      return new SagaType<>(
          described.named().name(),
          described.purpose(),
          described.named().request(),
          request -> Optional.ofNullable(shown.businessKey().apply(request)),
          shown.example(),
          shown.others(),
          timed.deadline(),
          ifLost,
          List.of(parts));
    }
  }
}
