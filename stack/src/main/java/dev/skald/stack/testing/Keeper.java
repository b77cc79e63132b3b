package dev.skald.stack.testing;

import dev.skald.stack.CacheFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;

/** A process that keeps one server for as long as its owner lives. */
final class Keeper {

  private static final Duration LIMIT = Duration.ofMinutes(2);

  private Keeper() {}

  /** Returns when the server serves and is written down. */
  static void launch(ServerKind kind, Owner owner, Path folder) throws IOException {
    Kept.forget(folder);
    Path log = folder.resolve("keeper.log");
    Process keeper =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Keeper.class.getName(),
                kind.name(),
                Long.toString(owner.pid()),
                Long.toString(owner.startedAt()),
                folder.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    Instant limit = Instant.now().plus(LIMIT);
    while (Kept.in(folder).isEmpty()) {
      if (!keeper.isAlive() || Instant.now().isAfter(limit)) {
        throw new IllegalStateException(
            "%s for tests did not start:%n%s".formatted(kind, Files.readString(log)));
      }
      pause();
    }
  }

  public static void main(String[] args) throws IOException {
    ServerKind kind = ServerKind.valueOf(args[0]);
    Owner owner = new Owner(Long.parseLong(args[1]), Long.parseLong(args[2]));
    Path folder = Path.of(args[3]);
    Owner self = Owner.of(ProcessHandle.current());
    // Not the data of a keeper that was killed: its server may not have stopped yet.
    ServerKind.Running running = kind.start(folder.resolve("data-" + self.pid()));
    new Kept(self, running.address()).writeTo(folder);
    owner.process().ifPresent(process -> process.onExit().join());
    running.server().close();
    CacheFolder.delete(folder);
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while a server for tests starts", e);
    }
  }
}
