package dev.skald.projections.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The way to a server, which can be cut and mended. It is cut at first. */
final class Wire implements AutoCloseable {

  final int port;
  private final int target;
  private final List<Socket> sockets = new ArrayList<>();
  private @Nullable ServerSocket server;

  Wire(int target) {
    this.target = target;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      this.port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void mend() {
    try {
      ServerSocket opened = new ServerSocket(port, 50, InetAddress.getLoopbackAddress());
      server = opened;
      Thread.ofVirtual().start(() -> accept(opened));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  synchronized void cut() {
    closeQuietly(server);
    sockets.forEach(Wire::closeQuietly);
    sockets.clear();
  }

  @Override
  public void close() {
    cut();
  }

  private void accept(ServerSocket opened) {
    try {
      while (true) {
        Socket client = opened.accept();
        Socket real = new Socket(InetAddress.getLoopbackAddress(), target);
        keep(client, real);
        Thread.ofVirtual().start(() -> pump(client, real));
        Thread.ofVirtual().start(() -> pump(real, client));
      }
    } catch (IOException _) {
      // Cut.
    }
  }

  private synchronized void keep(Socket client, Socket real) {
    sockets.add(client);
    sockets.add(real);
  }

  private static void pump(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException _) {
      // Cut, or one side has gone.
    }
  }

  private static void closeQuietly(@Nullable AutoCloseable closeable) {
    try {
      if (closeable != null) {
        closeable.close();
      }
    } catch (Exception _) {
      // It is gone either way.
    }
  }
}
