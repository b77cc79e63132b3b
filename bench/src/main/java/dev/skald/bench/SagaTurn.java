package dev.skald.bench;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One of those that take turns, with what came out of it at the present number of callers. */
final class SagaTurn {

  private static final Duration WARMING = Duration.ofSeconds(10);

  /** The part of all processor time that compilers may still take. */
  private static final double WARM = 0.05;

  private final SagaCalls calls;
  private final Load<SagaCalls> load;
  private Measured measured = Measured.none(1);
  private ProcessTimes used = new ProcessTimes(Map.of());

  SagaTurn(SagaCalls calls) {
    this.calls = calls;
    this.load = new Load<>(calls);
  }

  SagaCalls calls() {
    return calls;
  }

  /** Until the JVMs' compilers have little left to do: what they take belongs to no saga. */
  void warmUp(int inFlight, Duration most) throws Exception {
    ProcessTimes now = ProcessTimes.now();
    for (Duration warm = Duration.ZERO; warm.compareTo(most) < 0; warm = warm.plus(WARMING)) {
      ProcessTimes before = now;
      load.run(inFlight, Duration.ZERO, WARMING);
      now = ProcessTimes.now();
      if (now.since(before).compiling() < WARM) {
        return;
      }
    }
  }

  void begin(int inFlight) {
    measured = Measured.none(inFlight);
    used = new ProcessTimes(Map.of());
  }

  void round(SagaPace pace) throws Exception {
    List<ProcessTimes> looks = new ArrayList<>();
    measured =
        measured.and(
            load.run(
                measured.inFlight(),
                pace.settle(),
                pace.round(),
                () -> looks.add(ProcessTimes.now())));
    used = used.and(looks.getLast().since(looks.getFirst()));
  }

  Measured measured() {
    return measured;
  }

  long acknowledged() {
    return load.acknowledged();
  }

  /** Of one saga; what belongs to others, who were idle, stands together. */
  Map<String, Double> millisEach() {
    Map<String, Double> each = new TreeMap<>();
    used.millis()
        .forEach(
            (process, millis) ->
                each.merge(column(process), millis / (double) measured.events(), Double::sum));
    return each;
  }

  private String column(String process) {
    if (process.endsWith(ProcessTimes.COMPILING)) {
      return "compilers";
    }
    String id = calls.runner().processes();
    if (process.equals(id)) {
      return "program";
    }
    if (process.startsWith(id + "-") && !process.equals(ProcessTimes.RESTATE)) {
      return process.substring(id.length() + 1);
    }
    return switch (process) {
      case ProcessTimes.LOAD, ProcessTimes.TEMPORAL, ProcessTimes.POSTGRES, ProcessTimes.KAFKA ->
          process;
      case ProcessTimes.RESTATE -> id.equals(RestateSagas.ID) ? "restate" : "idle others";
      default -> database(process, id);
    };
  }

  private static String database(String process, String id) {
    if (process.startsWith(ProcessTimes.DATABASE + "temporal")) {
      return "postgres for temporal";
    }
    return process.startsWith(ProcessTimes.DATABASE + id + "_")
        ? "postgres for program"
        : "idle others";
  }
}
