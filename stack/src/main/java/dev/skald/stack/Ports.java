package dev.skald.stack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** Ports of the loopback address. */
public final class Ports {

  private Ports() {}

  /** A port that is free now. */
  public static int free() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** As many different ones, below those that the system hands out, and so free next time too. */
  static List<Integer> freeLow(int count) {
    return ThreadLocalRandom.current()
        .ints(20_000, 32_000)
        .distinct()
        .filter(port -> !isTaken(port))
        .limit(count)
        .boxed()
        .toList();
  }

  /** The port asked for, or any free one if that is 0. */
  public static int orFree(int port) {
    return port == 0 ? free() : port;
  }

  public static boolean isTaken(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      // As servers do: a port whose last owner has just gone is free.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return false;
    } catch (IOException e) {
      return true;
    }
  }

  /** Whether a port is free, or becomes so while one waits. */
  public static boolean becomesFree(int port, Duration patience) {
    Instant limit = Instant.now().plus(patience);
    while (isTaken(port)) {
      if (!Instant.now().isBefore(limit)) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ServerFailed("Interrupted while waiting for a port", e);
    }
  }
}
