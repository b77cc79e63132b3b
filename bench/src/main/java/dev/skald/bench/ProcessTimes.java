package dev.skald.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Processor time that this process and all that it has started have used, in milliseconds by what
 * they are. Known where there is a {@code /proc}.
 */
record ProcessTimes(Map<String, Long> millis) {

  /** This process, which asks and waits. */
  static final String LOAD = "load";

  static final String TEMPORAL = "temporal";
  static final String KAFKA = "kafka";
  static final String RESTATE = "restate-server";

  /**
   * Behind the name of a JVM: what its compiler took, which stops some time after the start, and so
   * belongs to no saga.
   */
  static final String COMPILING = " compiling";

  /** Postgres' own processes: what writes the log, checkpoints, vacuum. */
  static final String POSTGRES = "postgres";

  /** Before the name of a database, of which Postgres has a process for each connection. */
  static final String DATABASE = "database ";

  /** The kernel counts in hundredths of a second for whoever looks from outside. */
  private static final long MILLIS_PER_TICK = 10;

  private static final Pattern BACKEND = Pattern.compile("postgres: \\S+ (\\S+) 127\\.0\\.0\\.1.*");
  private static final Pattern COMPILER = Pattern.compile("\\((C1|C2) CompilerThre");
  private static final Pattern PROGRAM = Pattern.compile(Program.MARK + "(\\S+)");

  ProcessTimes {
    millis = Map.copyOf(millis);
  }

  static ProcessTimes now() {
    Map<String, Long> sums = new HashMap<>();
    ProcessHandle self = ProcessHandle.current();
    Stream.concat(Stream.of(self), self.descendants())
        .forEach(process -> add(process.pid(), process.equals(self), sums));
    return new ProcessTimes(sums);
  }

  private static void add(long pid, boolean self, Map<String, Long> sums) {
    Path folder = Path.of("/proc", Long.toString(pid));
    try {
      String line = Files.readString(folder.resolve("cmdline"), StandardCharsets.ISO_8859_1);
      String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
      Optional<String> name = self ? Optional.of(LOAD) : name(line.replace('\0', ' ').strip());
      if (name.isPresent()) {
        long compiling = compiling(folder.resolve("task"));
        sums.merge(name.get(), (ticks(stat) - compiling) * MILLIS_PER_TICK, Long::sum);
        sums.merge(name.get() + COMPILING, compiling * MILLIS_PER_TICK, Long::sum);
      }
    } catch (IOException e) {
      // It has ended meanwhile, or there is no /proc.
    }
  }

  /** What a process with this command line is, if it is one of those that are measured. */
  static Optional<String> name(String line) {
    // What stands between us and a server names it as well.
    if (line.startsWith("sh -c ") || line.contains("setsid ")) {
      return Optional.empty();
    }
    Matcher backend = BACKEND.matcher(line);
    if (backend.matches()) {
      return Optional.of(DATABASE + backend.group(1));
    }
    Matcher program = PROGRAM.matcher(line);
    if (program.find()) {
      return Optional.of(program.group(1));
    }
    if (line.contains("kafka.Kafka")) {
      return Optional.of(KAFKA);
    }
    return List.of(POSTGRES, "temporal-server", RESTATE).stream()
        .filter(server -> line.startsWith(server + ":") || line.matches("\\S*/" + server + " .*"))
        .map(server -> server.equals("temporal-server") ? TEMPORAL : server)
        .findFirst();
  }

  private static long compiling(Path tasks) throws IOException {
    long sum = 0;
    try (Stream<Path> threads = Files.list(tasks)) {
      for (Path thread : threads.toList()) {
        sum += compilingBy(thread);
      }
    }
    return sum;
  }

  private static long compilingBy(Path thread) {
    try {
      String stat = Files.readString(thread.resolve("stat"), StandardCharsets.ISO_8859_1);
      return COMPILER.matcher(stat).find() ? ticks(stat) : 0;
    } catch (IOException e) {
      // It has ended meanwhile. Its process has not, and without it all of that would be missing.
      return 0;
    }
  }

  /**
   * Its own and, where it has waited for children that ended, theirs: without the latter, a
   * connection that closes would take its time with it.
   */
  private static long ticks(String stat) {
    // The name before may have any character.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    long sum = 0;
    for (int i = 11; i <= 14; i++) {
      sum += Long.parseLong(fields[i]);
    }
    return sum;
  }

  ProcessTimes since(ProcessTimes earlier) {
    Map<String, Long> passed = new HashMap<>();
    millis.forEach(
        (name, now) -> passed.put(name, Math.max(0, now - earlier.millis.getOrDefault(name, 0L))));
    return new ProcessTimes(passed);
  }

  /** The part of it that compilers took. */
  double compiling() {
    long all = millis.values().stream().mapToLong(Long::longValue).sum();
    long compiling =
        millis.entrySet().stream()
            .filter(process -> process.getKey().endsWith(COMPILING))
            .mapToLong(Map.Entry::getValue)
            .sum();
    return all == 0 ? 0 : (double) compiling / all;
  }

  ProcessTimes and(ProcessTimes other) {
    Map<String, Long> sums = new HashMap<>(millis);
    other.millis.forEach((name, more) -> sums.merge(name, more, Long::sum));
    return new ProcessTimes(sums);
  }
}
