package dev.skald.stack;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaTest {

  @Test
  void keeps_its_topics_over_a_restart_on_another_port(@TempDir Path folder) throws Exception {
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        Admin admin = admin(kafka)) {
      admin
          .createTopics(List.of(new NewTopic("kept", Optional.of(3), Optional.empty())))
          .all()
          .get(20, TimeUnit.SECONDS);
    }
    try (EmbeddedKafka kafka = EmbeddedKafka.start(folder, 0);
        Admin admin = admin(kafka)) {
      Set<String> topics = admin.listTopics().names().get(20, TimeUnit.SECONDS);
      assertThat(topics).containsExactly("kept");
    }
  }

  @Test
  void its_folder_may_have_any_name(@TempDir Path parent) throws Exception {
    Path folder = parent.resolve("größe 1, größe 2");
    EmbeddedKafka.start(folder, 0).close();

    assertThat(folder.resolve("data")).isDirectoryContaining("glob:**/meta.properties");
    try (Stream<Path> beside = Files.list(parent)) {
      assertThat(beside).containsExactly(folder);
    }
  }

  private static Admin admin(EmbeddedKafka kafka) {
    return Admin.create(Map.of("bootstrap.servers", kafka.bootstrapServers()));
  }
}
