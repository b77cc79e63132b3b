package dev.skald.eventstore;

import static dev.skald.eventstore.TestEvents.command;
import static dev.skald.eventstore.TestEvents.noted;

import com.zaxxer.hikari.HikariDataSource;
import dev.skald.stack.testing.TestDatabase;
import java.util.List;
import java.util.UUID;

/** Appends for ever, and prints what it was told. It is there to be killed. */
final class AppendingProgram {

  private AppendingProgram() {}

  public static void main(String[] arguments) throws InterruptedException {
    HikariDataSource pool =
        TestStore.pool(new TestDatabase(arguments[0], arguments[1], arguments[2]));
    PostgresEventStore store = new PostgresEventStore(pool, TestEvents.registry());
    for (int i = 0; i < 16; i++) {
      Thread.ofPlatform().start(() -> appendForEver(store));
    }
    Thread.currentThread().join();
  }

  private static void appendForEver(PostgresEventStore store) {
    while (true) {
      UUID id = UUID.randomUUID();
      Append append =
          command("program-" + id)
              .to(StreamId.of("program", id.toString()), Expected.noStream(), List.of(noted("n")));
      Appended appended = store.append(append);
      System.out.println(appended.commandId() + " " + appended.position() + " .");
    }
  }
}
