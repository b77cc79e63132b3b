package dev.skald.api.sagas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skald.workflows.engine.Scene;
import dev.skald.workflows.engine.Scene.Other;
import dev.skald.workflows.engine.Scene.Refused;
import dev.skald.workflows.engine.Scene.Taken;
import dev.skald.workflows.engine.Scene.Way;
import dev.skald.workflows.engine.Scene.Why;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StoryDiagramTest {

  @Test
  void both_ways_from_a_savepoint_are_drawn_and_lead_on() {
    String diagram =
        new StoryDiagram(Map.of())
            .of(
                List.of(
                    new Taken("reserve"),
                    new Way(
                        "by-card",
                        List.of(new Taken("charge")),
                        List.of(instead("declined", new Taken("invoice")))),
                    new Taken("ship")));

    assertThat(diagram)
        .isEqualTo(
            """
            flowchart TD
              start([start])
              s1["reserve"]
              start --> s1
              subgraph way_by_card [savepoint by-card]
              s2["charge"]
              s1 --> s2
              end
              subgraph other_by_card [other way]
              s3["invoice"]
              end
              way_by_card -. "undone: declined" .-> other_by_card
              s4["ship"]
              s2 --> s4
              s3 --> s4
              done([done])
              s4 --> done
            """);
  }

  @Test
  void a_story_that_refuses_goes_no_further() {
    String diagram =
        new StoryDiagram(Map.of())
            .of(
                List.of(
                    new Way(
                        "by-card",
                        List.of(new Taken("charge")),
                        List.of(instead("declined", new Refused("no-card"))))));

    assertThat(diagram)
        .contains("r1([\"refused: no-card\"])", "s1 --> done")
        .doesNotContain("r1 -->");
  }

  @Test
  void each_other_way_is_drawn_with_the_codes_that_lead_to_it() {
    String diagram =
        new StoryDiagram(Map.of())
            .of(
                List.of(
                    new Way(
                        "by-card",
                        List.of(new Taken("charge")),
                        List.of(
                            instead("declined", new Taken("invoice")),
                            instead("stolen", new Refused("stolen"))))));

    assertThat(diagram)
        .contains(
            "subgraph other_by_card [other way]",
            "way_by_card -. \"undone: declined\" .-> other_by_card\n",
            "subgraph other_by_card_2 [other way]",
            "way_by_card -. \"undone: stolen\" .-> other_by_card_2\n");
  }

  private static Other instead(String code, Scene scene) {
    return new Other(List.of(new Why("charge", code)), List.of(scene));
  }
}
