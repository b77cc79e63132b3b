package dev.skald.stack.testing;

import dev.skald.stack.CacheFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The keepers of an owner. Each has a folder that is named for the owner, so two builds never share
 * one, a `clean` does not take it away, and one left behind by a dead build is never taken for a
 * living one's.
 */
record Keepers(Path folder, Owner owner) {

  static final Keepers OF_THIS_BUILD = new Keepers(inTemp(), Owner.ofThisJvm());

  private static Path inTemp() {
    return Path.of(
        System.getProperty("java.io.tmpdir"), "skald-tests-" + System.getProperty("user.name"));
  }

  /** The server of this kind, started if it is not there. */
  Kept keep(ServerKind kind) {
    synchronized (Keepers.class) {
      try {
        return keepAlone(kind);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Kept keepAlone(ServerKind kind) throws IOException {
    Path own = folder.resolve("%d-%d-%s".formatted(owner.pid(), owner.startedAt(), kind));
    Files.createDirectories(own);
    try (FileChannel channel =
            FileChannel.open(
                folder.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock = channel.lock()) {
      Objects.requireNonNull(lock);
      Optional<Kept> kept = Kept.in(own).filter(Kept::isAlive);
      if (kept.isPresent()) {
        return kept.get();
      }
      sweep();
      Keeper.launch(kind, owner, own);
      return Kept.in(own).orElseThrow();
    }
  }

  /** Keepers tidy up behind themselves, save those that were killed. */
  private void sweep() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.filter(Files::isDirectory).toList()) {
        List<String> name = List.of(each.getFileName().toString().split("-"));
        Owner of = new Owner(Long.parseLong(name.get(0)), Long.parseLong(name.get(1)));
        boolean kept = Kept.in(each).filter(Kept::isAlive).isPresent();
        if (!kept && of.process().isEmpty()) {
          CacheFolder.delete(each);
        }
      }
    }
  }
}
