package dev.skald.standalone;

/** Which Temporal to use. */
sealed interface TemporalMode {

  /** The first of the others that is there. */
  record Auto() implements TemporalMode {}

  /** The production server, on our Postgres. */
  record Server() implements TemporalMode {}

  /** The development server of Temporal's command line tool. */
  record Dev() implements TemporalMode {}

  /** The SDK's test server, inside our own process. */
  record InMemory() implements TemporalMode {}

  /** One that runs elsewhere. */
  record Elsewhere(String target) implements TemporalMode {}

  static TemporalMode of(String mode) {
    return switch (mode) {
      case "auto" -> new Auto();
      case "server" -> new Server();
      case "dev" -> new Dev();
      case "in-memory" -> new InMemory();
      default -> {
        if (!mode.matches("[^:\\s]+:\\d{1,5}")) {
          throw new IllegalArgumentException(
              "skald.stack.temporal is '%s', but must be auto, server, dev, in-memory or host:port"
                  .formatted(mode));
        }
        yield new Elsewhere(mode);
      }
    };
  }
}
