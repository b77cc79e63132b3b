package dev.skald.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessTimesTest {

  @Test
  void a_process_is_known_by_its_command_line() {
    assertThat(ProcessTimes.name("postgres: temporal temporal_visibility 127.0.0.1(41234) idle"))
        .contains("database temporal_visibility");
    assertThat(ProcessTimes.name("postgres: walwriter")).contains(ProcessTimes.POSTGRES);
    assertThat(ProcessTimes.name("/cache/bin/postgres -D data -c port=1"))
        .contains(ProcessTimes.POSTGRES);
    assertThat(ProcessTimes.name("/cache/temporal-server --config-file f start"))
        .contains(ProcessTimes.TEMPORAL);
    assertThat(ProcessTimes.name("/jdk/bin/java -Xmx256m -cp a:b kafka.Kafka server.properties"))
        .contains(ProcessTimes.KAFKA);
    assertThat(ProcessTimes.name("/jdk/bin/java -Dskald.bench.program=apart-api -Xmx384m -cp x Y"))
        .contains("apart-api");
  }

  @Test
  void what_stands_in_between_is_left_out() {
    assertThat(ProcessTimes.name("sh -c \"$@\" guard TERM 30 /jdk/bin/java -cp a kafka.Kafka"))
        .isEmpty();
    assertThat(ProcessTimes.name("/usr/bin/vi postgres.log")).isEmpty();
  }

  @Test
  void this_process_takes_time() {
    ProcessTimes before = ProcessTimes.now();
    long sum = 0;
    long end = System.nanoTime() + 200_000_000;
    while (System.nanoTime() < end) {
      sum += end;
    }

    assertThat(sum).isNotZero();
    assertThat(ProcessTimes.now().since(before).millis())
        .hasEntrySatisfying(ProcessTimes.LOAD, it -> assertThat(it).isGreaterThanOrEqualTo(20));
  }

  @Test
  void times_add_up() {
    ProcessTimes one = new ProcessTimes(Map.of("a", 10L, "b", 20L));
    ProcessTimes two = new ProcessTimes(Map.of("a", 40L, "c", 5L));

    assertThat(two.since(one).millis()).isEqualTo(Map.of("a", 30L, "c", 5L));
    assertThat(one.and(two).millis()).isEqualTo(Map.of("a", 50L, "b", 20L, "c", 5L));
  }
}
