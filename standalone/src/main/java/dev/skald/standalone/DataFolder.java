package dev.skald.standalone;

import dev.skald.stack.CacheFolder;
import dev.skald.stack.ServerFailed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The folder that one running Skald has for itself, and where it writes down what runs. */
final class DataFolder implements AutoCloseable {

  private static final String LOCK = "skald.lock";
  private static final String STATE = "state.properties";

  /** Made before us by whoever starts us, and in use. */
  private static final List<String> KEPT_WHEN_FRESH = List.of(LOCK, "logs");

  private final Path folder;
  private final FileChannel channel;
  private boolean leftInAHurry;

  private DataFolder(Path folder, FileChannel channel) {
    this.folder = folder;
    this.channel = channel;
  }

  static DataFolder take(Path wanted, boolean fresh) {
    try {
      boolean ours = !Files.exists(wanted) || isEmpty(wanted) || Files.exists(wanted.resolve(LOCK));
      if (!ours) {
        throw new ServerFailed(
            "%s holds other things than the data of a Skald, so it is left alone; choose another folder with --data."
                .formatted(wanted));
      }
      Files.createDirectories(wanted);
      Path folder = wanted.toRealPath();
      DataFolder taken = new DataFolder(folder, lock(folder));
      if (fresh) {
        taken.forget();
      }
      taken.leftInAHurry = Files.exists(folder.resolve(STATE));
      taken.write(List.of("pid=" + ProcessHandle.current().pid()));
      return taken;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (!isLocked(channel)) {
      channel.close();
      throw new ServerFailed(
          "Another Skald runs on %s; `./skald down --data %s` stops it, another --data chooses another folder."
              .formatted(folder, folder));
    }
    return channel;
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false;
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.allMatch(path -> KEPT_WHEN_FRESH.contains(path.getFileName().toString()));
    }
  }

  private void forget() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      for (Path each : all.toList()) {
        if (!KEPT_WHEN_FRESH.contains(each.getFileName().toString())) {
          CacheFolder.delete(each);
        }
      }
    }
  }

  Path folder(String name) {
    return folder.resolve(name);
  }

  Path path() {
    return folder;
  }

  /** Whether the last run here was killed, so that its servers may still be stopping. */
  boolean wasLeftInAHurry() {
    return leftInAHurry;
  }

  /** That all serve, and where: for `./skald status`, `down` and `demo`. */
  void writeState(String url, Map<String, String> places) {
    List<String> lines = new ArrayList<>();
    lines.add("pid=" + ProcessHandle.current().pid());
    lines.add("ready=true");
    lines.add("url=" + url);
    places.forEach((name, place) -> lines.add("place.%s=%s".formatted(name, place)));
    write(lines);
  }

  private void write(List<String> lines) {
    try {
      Path unfinished = folder.resolve(STATE + ".tmp");
      Files.write(unfinished, lines);
      Files.move(
          unfinished,
          folder.resolve(STATE),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(folder.resolve(STATE));
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
