package dev.skald.standalone;

import dev.skald.stack.ServerFailed;
import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.temporal.internal.testservice.TestServicesStarter;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The SDK's test server in our own process, on the loopback address and without skipping time. */
final class InMemoryTemporal implements AutoCloseable {

  private final TestServicesStarter services;
  private final Server server;

  private InMemoryTemporal(TestServicesStarter services, Server server) {
    this.services = services;
    this.server = server;
  }

  static InMemoryTemporal start(int port) {
    TestServicesStarter services = new TestServicesStarter(true, 0);
    NettyServerBuilder builder =
        NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    services.getServices().forEach(builder::addService);
    try {
      return new InMemoryTemporal(services, builder.build().start());
    } catch (IOException e) {
      services.close();
      throw new ServerFailed("Temporal in memory does not start: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    server.shutdownNow();
    services.close();
  }
}
