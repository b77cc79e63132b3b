package dev.skald.eventstore;

import dev.skald.stack.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Postgres that this system's packages have installed, if they have: an older one than ours.
 */
final class InstalledPostgres {

  private final Path binaries;
  private final Path folder;
  private final int port;

  private InstalledPostgres(Path binaries, Path folder, int port) {
    this.binaries = binaries;
    this.folder = folder;
    this.port = port;
  }

  static Optional<Path> binaries() {
    Path versions = Path.of("/usr/lib/postgresql");
    if (!Files.isDirectory(versions)) {
      return Optional.empty();
    }
    try (Stream<Path> each = Files.list(versions)) {
      return each.map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .sorted()
          .findFirst();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  static InstalledPostgres start(Path binaries, Path folder)
      throws IOException, InterruptedException {
    InstalledPostgres postgres = new InstalledPostgres(binaries, folder, freePort());
    postgres.launch();
    return postgres;
  }

  private static int freePort() throws IOException {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return free.getLocalPort();
    }
  }

  TestDatabase database() {
    return new TestDatabase("jdbc:postgresql://127.0.0.1:%d/postgres".formatted(port), "es", "es");
  }

  private void launch() throws IOException, InterruptedException {
    Path data = folder.resolve("data");
    run("chown", "nobody", folder.toString());
    asNobody("initdb", "-D", data.toString(), "-U", "es", "-A", "trust", "-E", "UTF8");
    asNobody(
        "pg_ctl",
        "-D",
        data.toString(),
        "-w",
        "-l",
        folder.resolve("log").toString(),
        "-o",
        "-c listen_addresses=127.0.0.1 -c unix_socket_directories= -c port=" + port,
        "start");
  }

  private void asNobody(String program, String... arguments)
      throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", "--"));
    line.add(binaries.resolve(program).toString());
    line.addAll(List.of(arguments));
    run(line.toArray(String[]::new));
  }

  private static void run(String... line) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(line)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    if (!process.waitFor(60, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new IOException("failed: " + String.join(" ", line));
    }
  }

  void stop() throws IOException, InterruptedException {
    asNobody("pg_ctl", "-D", folder.resolve("data").toString(), "-m", "fast", "-w", "stop");
  }
}
