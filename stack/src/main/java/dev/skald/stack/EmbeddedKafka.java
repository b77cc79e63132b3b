package dev.skald.stack;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Uuid;

/** A Kafka of its own: one real broker, its own controller, on the loopback address. */
public final class EmbeddedKafka implements AutoCloseable {

  private final Path folder;
  private final int port;
  private final List<Path> classPath = KafkaClassPath.entries();
  private final AotCache aotCache = AotCache.of("kafka", classPath);
  private final KeptAlive server;

  private EmbeddedKafka(Path folder, int port) {
    this.folder = folder;
    this.port = port;
    writeLogging();
    writeSettings(data());
    if (!Files.exists(data())) {
      format();
    }
    this.server =
        KeptAlive.start(
            new KeptAlive.Server("Kafka", Duration.ofSeconds(90), this::launch, this::serves));
  }

  /**
   * Starts on the data in the folder, which is made if it is not there, and returns when it serves.
   *
   * @param port 0 for any that is free
   */
  public static EmbeddedKafka start(Path folder, int port) {
    try {
      Files.createDirectories(folder);
      return new EmbeddedKafka(folder.toRealPath(), Ports.orFree(port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + port;
  }

  @Override
  public void close() {
    server.close();
    aotCache.keepRecording();
  }

  private Path data() {
    return folder.resolve("data");
  }

  private Path settingsFile() {
    return folder.resolve("server.properties");
  }

  /** Complete or not at all: a kill in the middle leaves nothing half formatted. */
  private void format() {
    Path unfinished = folder.resolve("data.tmp");
    try {
      CacheFolder.delete(unfinished);
      writeSettings(unfinished);
      List<String> line = java(List.of(), "kafka.tools.StorageTool");
      line.addAll(List.of("format", "--cluster-id", Uuid.randomUuid().toString()));
      line.addAll(List.of("--config", settingsFile().toString()));
      ChildProcess.run(command(line));
      Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
      writeSettings(data());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private ChildProcess launch() {
    List<String> line = java(aotCache.options(), "kafka.Kafka");
    line.add(settingsFile().toString());
    return ChildProcess.start(command(line));
  }

  /** It runs in its folder: the path of that may have letters and commas that it would misread. */
  private ChildProcess.Command command(List<String> java) {
    List<String> line = new ArrayList<>(List.of("sh", "-c", "cd \"$0\" && exec \"$@\""));
    line.add(folder.toString());
    line.addAll(java);
    return new ChildProcess.Command("Kafka", line, Map.of(), folder.resolve("kafka.log"), "TERM");
  }

  private List<String> java(List<String> options, String main) {
    List<String> line = new ArrayList<>();
    line.add(Programs.java().toString());
    line.addAll(options);
    line.addAll(
        List.of(
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Dlogback.configurationFile=" + loggingFile(),
            "-cp",
            classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)),
            main));
    return line;
  }

  private Path loggingFile() {
    return folder.resolve("logback.xml");
  }

  private void writeLogging() {
    try (InputStream in = EmbeddedKafka.class.getResourceAsStream("kafka-logback.xml")) {
      Files.copy(Objects.requireNonNull(in), loggingFile(), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writeSettings(Path data) {
    String settings =
        """
        process.roles=broker,controller
        node.id=1
        listeners=BROKER://127.0.0.1:%1$d,CONTROLLER://127.0.0.1:%2$d
        advertised.listeners=BROKER://127.0.0.1:%1$d
        listener.security.protocol.map=BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT
        inter.broker.listener.name=BROKER
        controller.listener.names=CONTROLLER
        controller.quorum.voters=1@127.0.0.1:%2$d
        log.dirs=%3$s
        auto.create.topics.enable=false
        offsets.topic.replication.factor=1
        offsets.topic.num.partitions=4
        transaction.state.log.replication.factor=1
        transaction.state.log.min.isr=1
        transaction.state.log.num.partitions=4
        share.coordinator.state.topic.replication.factor=1
        share.coordinator.state.topic.min.isr=1
        group.initial.rebalance.delay.ms=0
        # Back 3 seconds after a kill, not 12.
        broker.session.timeout.ms=1500
        broker.heartbeat.interval.ms=300
        log.retention.ms=-1
        # The default takes half the heap.
        log.cleaner.dedupe.buffer.size=16777216
        num.network.threads=2
        num.io.threads=4
        """
            .formatted(port, Ports.free(), data.getFileName());
    try {
      Files.writeString(settingsFile(), settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean serves() {
    if (!Ports.isTaken(port)) {
      return false;
    }
    Map<String, Object> settings =
        Map.of(
            "bootstrap.servers",
            bootstrapServers(),
            "client.id",
            "ready-" + UUID.randomUUID(),
            "default.api.timeout.ms",
            2000,
            "request.timeout.ms",
            2000);
    try (Admin admin = Admin.create(settings)) {
      return !admin.describeCluster().nodes().get(2, TimeUnit.SECONDS).isEmpty();
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
