package dev.skald.standalone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class StackPropertiesTest {

  @Test
  void have_defaults_that_make_a_start_without_any_of_them() {
    assertThat(bind(Map.of()))
        .isEqualTo(new StackProperties(Path.of(".skald"), false, "auto", 5433, 9092, 7233, 8233));
  }

  @Test
  void are_set_by_these_keys() {
    assertThat(
            bind(
                Map.of(
                    "skald.stack.data", "/elsewhere",
                    "skald.stack.fresh", "true",
                    "skald.stack.temporal", "temporal.example:7233",
                    "skald.stack.postgres-port", "1",
                    "skald.stack.kafka-port", "2",
                    "skald.stack.temporal-port", "3",
                    "skald.stack.temporal-ui-port", "4")))
        .isEqualTo(
            new StackProperties(Path.of("/elsewhere"), true, "temporal.example:7233", 1, 2, 3, 4));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "skald.stack.temporal | nonsense | skald.stack.temporal is 'nonsense', but must be auto, server, dev, in-memory or host:port",
        "skald.stack.kafka-port | 65536 | skald.stack.kafka-port is '65536', but must be a port from 1 to 65535, or 0 for any that is free",
        "skald.stack.postgres-port | many | skald.stack.postgres-port is 'many', but must be a whole number",
        "skald.stack.fresh | perhaps | skald.stack.fresh is 'perhaps', but must be true or false",
      })
  void tell_in_one_sentence_what_is_wrong(String key, String value, String sentence) {
    assertThat(Sentence.of(catchThrowable(() -> bind(Map.of(key, value))))).isEqualTo(sentence);
  }

  private static StackProperties bind(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("skald.stack", StackProperties.class);
  }
}
