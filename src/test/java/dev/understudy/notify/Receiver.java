package dev.understudy.notify;

import com.sun.net.httpserver.HttpServer;
import dev.understudy.config.Hidden;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A real HTTP server that keeps what it is told, and answers as it is asked to. */
final class Receiver implements AutoCloseable {
  private final HttpServer server;
  final List<String> bodies = new CopyOnWriteArrayList<>();
  volatile int status = 204;

  Receiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          byte[] body = exchange.getRequestBody().readAllBytes();
          bodies.add(exchange.getRequestMethod() + " " + new String(body, StandardCharsets.UTF_8));
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
  }

  Hidden url() {
    return new Hidden("http://127.0.0.1:" + server.getAddress().getPort() + "/T0/B0/secretPart");
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
