package dev.skald.projections.engine;

import static org.awaitility.Awaitility.await;

import dev.skald.stack.testing.TestServers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;

/** A topic that Kafka loses, and that may come again. */
record LosableTopic(String name) {

  private static final Duration SOON = Duration.ofSeconds(60);

  static LosableTopic ofAccounts(World world) {
    return new LosableTopic(world.prefix + ".account");
  }

  void lose() throws ExecutionException, InterruptedException {
    try (Admin admin = admin()) {
      admin.deleteTopics(List.of(name)).all().get();
      await().atMost(SOON).until(() -> !admin.listTopics().names().get().contains(name));
    }
  }

  void create() {
    create(6);
  }

  void create(int partitions) {
    try (Admin admin = admin()) {
      await()
          .atMost(SOON)
          .ignoreExceptions()
          .untilAsserted(
              () ->
                  admin
                      .createTopics(List.of(new NewTopic(name, partitions, (short) 1)))
                      .all()
                      .get());
    }
  }

  static Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", TestServers.kafka()));
  }
}
