package dev.skald.workflows.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.workflows.engine.SagaWorkflow;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The check is shown stories with one sin each: it has to find that, at its line, and no other. */
class SinsTest {

  /** Stands where a line of the story goes. */
  private static final String STORY =
      """
      package @package;
      import dev.skald.workflows.engine.*;
      import io.temporal.workflow.Workflow;
      import java.time.*;
      import java.util.*;
      import java.util.concurrent.*;
      import java.util.function.*;
      import java.util.stream.*;
      public final class Story implements Saga<Story.Request> {
        enum Colour { RED, GREEN }
        static void use(Object it) {}
      @members
        public record Request(Set<String> names, Instant at) {
          public Request {
      @record
          }
        }
        @Override public SagaType<Request> type() { return null; }
        @Override public void run(SagaRun saga, Request request) {
      @run
        }
      }
      """;

  private static final Map<String, String> STORIES = new LinkedHashMap<>();
  private static List<Finding> found;

  /** All at once, which takes a second and not a minute. */
  @BeforeAll
  static void compile(@TempDir Path folder) {
    Sins.ALL.forEach(sin -> add(sin.members(), sin.record(), sin.run()));
    Virtues.ALL.forEach(virtue -> add(Virtues.MEMBERS, "", virtue));
    Compiled.into(folder, STORIES);
    Classes classes = Classes.in(List.of(folder, Classes.placeOf(SagaWorkflow.class)));
    found = Determinism.check(classes, List.copyOf(STORIES.keySet()));
  }

  private static void add(String members, String record, String run) {
    String name = "sins.s" + STORIES.size() + ".Story";
    STORIES.put(
        name,
        STORY
            .replace("@package", name.substring(0, name.lastIndexOf('.')))
            .replace("@members", members)
            .replace("@record", record)
            .replace("@run", run));
  }

  static Stream<Arguments> sins() {
    return IntStream.range(0, Sins.ALL.size())
        .mapToObj(i -> Arguments.of(Sins.ALL.get(i), "sins.s" + i + ".Story"));
  }

  static Stream<Arguments> virtues() {
    return IntStream.range(0, Virtues.ALL.size())
        .mapToObj(
            i -> Arguments.of(Virtues.ALL.get(i), "sins.s" + (Sins.ALL.size() + i) + ".Story"));
  }

  @ParameterizedTest
  @MethodSource("sins")
  void a_sin_is_found_at_its_line(Sins.Sin sin, String name) {
    String story = Objects.requireNonNull(STORIES.get(name));

    List<Finding> findings = check(name);

    assertThat(findings)
        .as(story)
        .isNotEmpty()
        .allSatisfy(
            finding -> {
              assertThat(finding.what()).contains(sin.why());
              assertThat(line(story, finding)).contains(Sins.MARK);
              assertThat(finding.path().getFirst()).startsWith("Story");
            });
  }

  @ParameterizedTest
  @MethodSource("virtues")
  void what_is_the_same_on_every_replay_is_left_alone(String virtue, String name) {
    assertThat(check(name)).isEmpty();
  }

  private static List<Finding> check(String name) {
    String home = name.substring(0, name.lastIndexOf('.') + 1);
    return found.stream().filter(finding -> finding.place().startsWith(home)).toList();
  }

  private static String line(String story, Finding finding) {
    String place = finding.place();
    assertThat(place).startsWith("sins.s").contains("(Story.java:");
    String number = place.substring(place.lastIndexOf(':') + 1, place.length() - 1);
    return story.lines().skip(Integer.parseInt(number) - 1).findFirst().orElseThrow();
  }
}
