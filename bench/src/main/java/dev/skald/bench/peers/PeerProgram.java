package dev.skald.bench.peers;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/**
 * One peer behind HTTP, so that all are asked alike: {@code POST /done/ID} or {@code /undone/ID},
 * answered when the saga has ended.
 */
public final class PeerProgram {

  private static final int BACKLOG = 256;
  private static final int OK = 200;
  private static final int FAILED = 500;

  private PeerProgram() {}

  /** What it is, where it listens, and what it needs of the servers. */
  public static void main(String[] words) throws IOException {
    // Otherwise each answer waits for an acknowledgement, some 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    int port = Integer.parseInt(words[1]);
    Place place =
        new Place(words[2], words[3], System.getenv().getOrDefault("BENCH_PASSWORD", ""), words[4]);
    if (words[0].equals("restate")) {
      RestateService.listen(place, port);
    } else {
      listen(port, peer(words[0], place));
    }
  }

  private static Peer peer(String name, Place place) {
    return switch (name) {
      case "limit" -> TemporalPeer.limit(place);
      case "plain" -> TemporalPeer.plain(place);
      case "local" -> TemporalPeer.local(place);
      case "dbos" -> DbosPeer.on(place);
      default -> throw new IllegalArgumentException("there is no peer '%s'".formatted(name));
    };
  }

  private static void listen(int port, Peer peer) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    HttpServer server = HttpServer.create(address, BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", exchange -> answer(exchange, peer));
    server.start();
    Runtime.getRuntime().addShutdownHook(new Thread(peer::close));
  }

  private static void answer(HttpExchange exchange, Peer peer) throws IOException {
    String[] path = exchange.getRequestURI().getPath().split("/", -1);
    try (InputStream body = exchange.getRequestBody()) {
      body.readAllBytes();
      boolean asAsked = path.length < 3 || peer.run(path[2], path[1].equals("undone"));
      exchange.sendResponseHeaders(asAsked ? OK : FAILED, -1);
    } catch (Exception e) {
      System.err.println(e);
      exchange.sendResponseHeaders(FAILED, -1);
    } finally {
      exchange.close();
    }
  }
}
