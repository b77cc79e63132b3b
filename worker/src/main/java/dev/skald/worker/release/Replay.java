package dev.skald.worker.release;

import dev.skald.activities.TemporalProperties;
import io.grpc.StatusRuntimeException;
import io.temporal.client.WorkflowServiceException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Iterator;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Replays what a server has in flight, and what it has lately ended. No more histories are in
 * memory than are replayed at a time, however many and however long they are.
 */
public final class Replay {

  private final Server server;
  private final ReplayOptions options;
  private final Report report = new Report();
  private final PrintStream out;
  private volatile long openRuns;
  private volatile long closedRuns;

  private Replay(Server server, ReplayOptions options, PrintStream out) {
    this.server = server;
    this.options = options;
    this.out = out;
  }

  public static void main(String[] arguments) {
    System.exit(run(System.out, arguments));
  }

  /** Answers the exit code, for which see the usage. */
  public static int run(PrintStream out, String... arguments) {
    ReplayOptions options;
    try {
      options = ReplayOptions.of(arguments);
    } catch (IllegalArgumentException e) {
      out.printf("%s; it%n%s%n", e.getMessage(), ReplayOptions.USAGE);
      return 2;
    }
    try (Connection connection = Connection.open(options.settings())) {
      TemporalProperties temporal = connection.temporal();
      out.printf(
          "Replaying the runs of namespace %s at %s.%n", temporal.namespace(), temporal.target());
      Server server =
          new Server(connection.client(), temporal.taskQueue(), connection.deploymentVersion());
      return new Replay(server, options, out).run();
    } catch (IllegalStateException | StatusRuntimeException | WorkflowServiceException e) {
      out.printf("The runs could not be listed: %s%n", e.getMessage());
      return 2;
    }
  }

  private int run() {
    long begun = System.nanoTime();
    openRuns = server.count(options.query(), true);
    if (options.open() > 0) {
      openRuns = Math.min(options.open(), openRuns);
    }
    closedRuns = Math.min(options.closed(), server.count(options.query(), false));
    try (ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor()) {
      long pause = options.progress().toMillis();
      ScheduledFuture<?> progress =
          clock.scheduleAtFixedRate(this::sayProgress, pause, pause, TimeUnit.MILLISECONDS);
      replayAll();
      progress.cancel(false);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      out.printf("Interrupted: not all runs were looked at.%n");
      return 2;
    }
    report.print(out);
    out.printf("%n%s%n", report.summary(Duration.ofNanos(System.nanoTime() - begun)));
    return report.exitCode();
  }

  private void replayAll() throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(options.parallel())) {
      Semaphore free = new Semaphore(options.parallel());
      replay(server.runs(options.query(), true), options.open(), threads, free);
      if (closedRuns > 0) {
        replay(server.runs(options.query(), false), options.closed(), threads, free);
      }
    }
  }

  /**
   * @param limit 0 for none
   */
  private void replay(Stream<Run> listed, int limit, ExecutorService threads, Semaphore free)
      throws InterruptedException {
    Iterator<Run> runs = (limit == 0 ? listed : listed.limit(limit)).iterator();
    while (goesOn() && runs.hasNext()) {
      Run run = runs.next();
      free.acquire();
      threads.execute(
          () -> {
            try {
              report.add(server.replay(run));
            } finally {
              free.release();
            }
          });
    }
  }

  private boolean goesOn() {
    return options.all() || !report.breaks();
  }

  private void sayProgress() {
    out.println(report.progress(openRuns, closedRuns));
  }
}
