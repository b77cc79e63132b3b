package dev.skald.workflows.determinism;

import java.util.List;

/** What must not be done in workflow code, each in the fewest lines. */
final class Sins {

  /**
   * A story with one line that is marked.
   *
   * @param members of its class
   * @param record what the constructor of its request does
   * @param run what it does itself
   * @param why what must be said about the marked line
   */
  record Sin(String members, String record, String run, String why) {

    @Override
    public String toString() {
      return (members + " " + record + " " + run).replace(MARK, "").replaceAll("\\s+", " ").strip();
    }
  }

  /** Stands at the end of a line that must be found. */
  static final String MARK = "//!";

  static final List<Sin> ALL =
      List.of(
          run("use(Instant.now());", "reads a clock"),
          run("use(LocalDate.now());", "reads a clock"),
          run("use(Clock.systemUTC());", "reads a clock"),
          run("use(System.currentTimeMillis());", "reads a clock"),
          run("use(System.nanoTime());", "reads a clock"),
          run("use(new Date());", "reads a clock"),
          run("Supplier<Instant> now = Instant::now;", "reads a clock"),
          run("Runnable later = () -> use(Instant.now());", "reads a clock"),
          run("use(UUID.randomUUID());", "draws a random number"),
          run("use(Math.random());", "draws a random number"),
          run("use(new Random(1));", "draws a random number"),
          run("use(ThreadLocalRandom.current());", "is not on the list"),
          run("use(new java.security.SecureRandom());", "draws a random number"),
          run("List<Integer> l = new ArrayList<>(); Collections.shuffle(l);", "draws a random"),
          run("new Thread(() -> {}).start();", "uses threads"),
          run("use(Thread.currentThread());", "uses threads"),
          run("try { Thread.sleep(1); } catch (InterruptedException e) { }", "uses threads"),
          run("use(CompletableFuture.runAsync(() -> {}));", "is not on the list"),
          run("Executors.newCachedThreadPool();", "is not on the list"),
          run("new java.util.concurrent.locks.ReentrantLock().lock();", "is not on the list"),
          run("List.of(1, 2).parallelStream().forEach(Story::use);", "uses threads"),
          run("IntStream.range(0, 2).parallel().sum();", "uses threads"),
          run("synchronized (this) { //!\n }", "uses threads"),
          run("new ThreadLocal<String>().get();", "uses threads"),
          run("System.out.println();", "outside of the workflow"),
          run("IO.println();", "outside of the workflow"),
          run("new java.io.File(\"a\").exists();", "outside of the workflow"),
          run("java.nio.file.Files.exists(java.nio.file.Path.of(\"a\"));", "outside of the"),
          run("java.net.http.HttpClient.newHttpClient();", "outside of the workflow"),
          run("use((java.sql.Connection) null);", "outside of the workflow"),
          run("new Exception().printStackTrace();", "outside of the workflow"),
          run("use(System.getenv(\"A\"));", "depends on the machine"),
          run("use(System.getProperty(\"a\"));", "depends on the machine"),
          run("use(Locale.getDefault());", "depends on the machine"),
          run("use(ZoneId.systemDefault());", "depends on the machine"),
          run("use(\"I\".toLowerCase());", "depends on the machine"),
          run("use(System.identityHashCode(this));", "one JVM to the next"),
          run("use(new Object().hashCode());", "one JVM to the next"),
          run("use(Colour.RED.hashCode());", "one JVM to the next"),
          run("use(Story.class.getDeclaredMethods());", "reflection"),
          run("ServiceLoader.load(Runnable.class);", "reflection"),
          run("org.slf4j.LoggerFactory.getLogger(\"a\").info(\"b\");", "logs on every replay"),
          run("System.getLogger(\"a\").log(System.Logger.Level.INFO, \"b\");", "logs on every"),
          run("io.temporal.activity.Activity.getExecutionContext();", "is Temporal's, but not"),
          run("io.temporal.client.WorkflowClient.newInstance(null);", "is not on the list"),
          run("use(io.temporal.workflow.unsafe.WorkflowUnsafe.isReplaying());", "is Temporal's"),
          run("tools.jackson.databind.json.JsonMapper.shared();", "is not on the list"),
          run("try { use(1); } catch (RuntimeException e) { //!\n }", "catch RuntimeException"),
          run("for (String n : new HashSet<>(List.of(\"a\", \"b\"))) {} //!", "HashMap or HashSet"),
          run(
              "Map<String, String> m = new HashMap<>();\nm.forEach((k, v) -> use(k)); //!",
              "HashMap"),
          run(
              "Map<String, String> m = new HashMap<>();\nfor (var e : m.entrySet()) {} //!",
              "HashMap"),
          run("for (String n : Set.of(\"a\", \"b\")) {} //!", "fixed set or map"),
          run("Map.of(\"a\", 1, \"b\", 2).forEach((k, v) -> use(k));", "fixed set or map"),
          run("use(List.copyOf(Set.of(\"a\", \"b\")));", "fixed set or map"),
          run("use(new ArrayList<>(Map.of(\"a\", 1, \"b\", 2).values()));", "fixed set or map"),
          run("use(Set.of(\"a\", \"b\").stream().map(x -> x).toList());", "sort it before"),
          run("use(Set.of(\"a\", \"b\").stream().findFirst());", "sort it before"),
          run("use(\"all of \" + Set.of(\"a\", \"b\"));", "fixed set or map"),
          run(
              "var m = Stream.of(1, 2).collect(Collectors.toMap(x -> x, x -> x));\nm.keySet().iterator(); //!",
              "HashMap or HashSet"),
          helped(
              "for (String n : request.names()) use(n); helper(Set.of(\"a\", \"b\"));",
              "void helper(Set<String> names) {\n for (String n : names) {} //!\n }",
              "fixed set or map"),
          helped(
              "helper().forEach(x -> use(x));",
              "List<Colour> helper() {\n Set<Colour> s = new HashSet<>(); return List.copyOf(s); //!\n }",
              "HashMap or HashSet"),
          helped(
              "kept.keySet().forEach(x -> use(x)); //!",
              "final Map<Colour, String> kept = Map.of(Colour.RED, \"\", Colour.GREEN, \"\");",
              "fixed set or map"),
          helped(
              "new Helper().help();",
              "static class Helper { void help() {\n use(Instant.now()); //!\n } }",
              "reads a clock"),
          helped(
              "Helping h = new Helper(); h.help();",
              """
              interface Helping { void help(); }
              static class Helper implements Helping {
                public void help() { use(Instant.now()); } //!
              }
              """,
              "reads a clock"),
          helped(
              "use(new TreeSet<>(new Helper()));",
              """
              static class Helper implements Comparator<String> {
                public int compare(String a, String b) { return (int) System.nanoTime(); } //!
              }
              """,
              "reads a clock"),
          helped(
              "use(Later.START);",
              "static class Later {\n static final Instant START = Instant.now(); //!\n }",
              "reads a clock"),
          helped(
              "new Dice().nextInt();",
              "static class Dice extends Random { Dice() {\n super(1); //!\n } }",
              "draws a random number"),
          helped("count++; //!", "static int count;", "share"),
          helped("seen.size(); //!", "final List<String> seen = new ArrayList<>();", "share"),
          helped(
              "SEEN.add(\"a\"); //!", "static final Set<String> SEEN = new TreeSet<>();", "share"),
          helped("SEEN[0]++; //!", "static final int[] SEEN = new int[1];", "share"),
          helped("used = true; //!", "private boolean used;", "share"),
          helped(
              "COUNTER.n++; //!",
              "static class Counter { int n; } static final Counter COUNTER = new Counter();",
              "share"),
          helped("locked();", "synchronized void locked() {} //!", "uses threads"),
          new Sin("", "at = at == null ? Instant.now() : at; //!", "", "reads a clock"),
          new Sin(
              "",
              "names = Set.copyOf(names);",
              "for (String n : request.names()) {} //!",
              "fixed set or map"));

  private Sins() {}

  /** A sin of the story itself: all of it, if no line is marked. */
  private static Sin run(String code, String why) {
    return new Sin("", "", code.contains(MARK) ? code : code + MARK, why);
  }

  private static Sin helped(String run, String members, String why) {
    return new Sin(members, "", run, why);
  }
}
