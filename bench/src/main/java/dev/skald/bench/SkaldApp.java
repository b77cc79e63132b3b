package dev.skald.bench;

import dev.skald.stack.Ports;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Skald as it is shipped, on the servers here instead of those of {@code ./skald up}: the same
 * classes, settings and JVM, from the same jar.
 *
 * @param id also keeps the topics, consumer groups and task queue of several apart
 */
record SkaldApp(String id, Path jar, Database database, SagaServers servers) {

  private static final String BOTH = "dev.skald.standalone.SkaldApplication";
  private static final String WORKER = "dev.skald.worker.WorkerApplication";
  private static final String API = "dev.skald.api.ApiApplication";

  /** Programs that run, and where the API is. */
  record Running(List<Program> programs, int port) implements AutoCloseable {
    @Override
    public void close() {
      programs.forEach(Program::close);
    }
  }

  /** Worker and API in one process. */
  Running together() {
    int port = Ports.free();
    // The program's own main would start servers of its own.
    String main = "org.springframework.boot.SpringApplication";
    Program program = start(id, main, port, List.of("--spring.main.sources=" + BOTH));
    return new Running(List.of(healthy(program, port)), port);
  }

  /** Worker and API in a process each. */
  Running apart() {
    int workerPort = Ports.free();
    int port = Ports.free();
    Program worker = start(id + "-worker", WORKER, workerPort, List.of());
    healthy(worker, workerPort);
    Program api = start(id + "-api", API, port, List.of("--skald.projections.enabled=false"));
    return new Running(List.of(healthy(api, port), worker), port);
  }

  private Program start(String name, String main, int port, List<String> more) {
    List<String> line = new ArrayList<>();
    line.add(main);
    line.addAll(more);
    line.addAll(
        List.of(
            "--server.port=" + port,
            "--spring.datasource.url=" + database.url(),
            "--spring.datasource.username=" + database.user(),
            "--skald.kafka.bootstrap-servers=" + servers.kafka(),
            "--skald.kafka.topic-prefix=" + id,
            "--skald.projections.group-prefix=" + id,
            "--skald.temporal.target=" + servers.temporal(),
            "--skald.temporal.task-queue=" + id,
            "--skald.temporal.ui-url=",
            "--logging.file.name=" + servers.logs().resolve(name + "-app.log")));
    return Program.java(
        name,
        servers.logs(),
        jar.toString(),
        Map.of("SPRING_DATASOURCE_PASSWORD", database.password()),
        line);
  }

  private static Program healthy(Program program, int port) {
    try (HttpCalls http = new HttpCalls(port)) {
      return program.await(() -> http.answers("/actuator/health"));
    }
  }
}
