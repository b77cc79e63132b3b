package dev.skald.workflows.determinism;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.workflows.engine.SagaWorkflow;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The check is shown stories with one sin each: it has to find that, at its line, and no other. */
class SinsTest {

  /** Stands where a line of the story goes. */
  private static final String STORY =
      """
      package sins;
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

  @TempDir Path folder;

  static List<Sins.Sin> sins() {
    return Sins.ALL;
  }

  static List<String> virtues() {
    return Virtues.ALL;
  }

  @ParameterizedTest
  @MethodSource("sins")
  void a_sin_is_found_at_its_line(Sins.Sin sin) {
    String story = story(sin.members(), sin.record(), sin.run());

    List<Finding> findings = check(story);

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
  void what_is_the_same_on_every_replay_is_left_alone(String run) {
    assertThat(check(story(Virtues.MEMBERS, "", run))).isEmpty();
  }

  private List<Finding> check(String story) {
    Compiled.into(folder, "sins.Story", story);
    Classes classes = Classes.in(List.of(folder, Classes.placeOf(SagaWorkflow.class)));
    return Determinism.check(classes, List.of("sins.Story")).stream()
        .filter(finding -> finding.place().startsWith("sins."))
        .toList();
  }

  private static String story(String members, String record, String run) {
    return STORY.replace("@members", members).replace("@record", record).replace("@run", run);
  }

  private static String line(String story, Finding finding) {
    String place = finding.place();
    assertThat(place).startsWith("sins.Story").contains("(Story.java:");
    String number = place.substring(place.lastIndexOf(':') + 1, place.length() - 1);
    return story.lines().skip(Integer.parseInt(number) - 1).findFirst().orElseThrow();
  }
}
