package dev.skald.stack.testing;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The process that a keeper lives for: the build or the IDE that started this test JVM. Process ids
 * come again, so the start time belongs to its identity.
 */
record Owner(long pid, long startedAt) {

  private static final Set<String> SHELLS = Set.of("sh", "bash", "dash", "zsh", "ash", "busybox");

  /** The nearest ancestor that is no shell: Surefire puts one in between. */
  static Owner ofThisJvm() {
    ProcessHandle self = ProcessHandle.current();
    return Stream.iterate(self.parent(), Optional::isPresent, parent -> parent.get().parent())
        .flatMap(Optional::stream)
        .filter(parent -> !isShell(parent))
        .findFirst()
        .map(Owner::of)
        .orElseGet(() -> of(self));
  }

  static Owner of(ProcessHandle process) {
    return new Owner(process.pid(), startOf(process));
  }

  Optional<ProcessHandle> process() {
    return ProcessHandle.of(pid)
        .filter(ProcessHandle::isAlive)
        .filter(process -> startOf(process) == startedAt);
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }

  private static boolean isShell(ProcessHandle process) {
    return process
        .info()
        .command()
        .map(command -> SHELLS.contains(Path.of(command).getFileName().toString()))
        .orElse(false);
  }
}
