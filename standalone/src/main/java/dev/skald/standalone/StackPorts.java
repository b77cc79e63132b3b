package dev.skald.standalone;

import dev.skald.stack.Ports;
import dev.skald.stack.ServerFailed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where the servers will listen. */
record StackPorts(int postgres, int kafka, int temporal, int temporalUi) {

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private record Claim(String server, int port, String flag) {}

  static StackPorts choose(StackProperties properties) {
    return new StackPorts(
        Ports.orFree(properties.postgresPort()),
        Ports.orFree(properties.kafkaPort()),
        Ports.orFree(properties.temporalPort()),
        Ports.orFree(properties.temporalUiPort()));
  }

  /**
   * Refuses ports that somebody else has.
   *
   * @param patiently whether they may be those of a run that was killed, and free in a moment
   */
  void requireFree(int api, TemporalMode mode, boolean patiently) {
    Duration patience = patiently ? PATIENCE : Duration.ZERO;
    for (Claim claim : claims(api, mode)) {
      if (!Ports.becomesFree(claim.port(), patience)) {
        throw new ServerFailed(
            "Port %d, for %s, is taken by another program; choose another with %s N."
                .formatted(claim.port(), claim.server(), claim.flag()));
      }
    }
  }

  private List<Claim> claims(int api, TemporalMode mode) {
    List<Claim> claims = new ArrayList<>();
    claims.add(new Claim("the API", api, "--port"));
    claims.add(new Claim("Postgres", postgres, "--postgres-port"));
    claims.add(new Claim("Kafka", kafka, "--kafka-port"));
    if (!(mode instanceof TemporalMode.Elsewhere)) {
      claims.add(new Claim("Temporal", temporal, "--temporal-port"));
      claims.add(new Claim("Temporal's Web UI", temporalUi, "--temporal-ui-port"));
    }
    return claims;
  }
}
