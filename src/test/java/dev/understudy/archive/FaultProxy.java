package dev.understudy.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Stands before an S3 server and spoils what it is told to, one request after the other. */
final class FaultProxy implements AutoCloseable {
  /** What becomes of one request. */
  enum Fault {
    NONE,
    /** The connection is reset instead of an answer. */
    RESET,
    /** The connection ends in the middle of the answer. */
    CUT,
    UNAVAILABLE,
    SILENCE
  }

  private final SSLContext tls;
  private final int upstream;
  private final SSLServerSocket server;
  private final Queue<Fault> faults = new ArrayDeque<>();
  private Fault afterwards = Fault.NONE;
  private int requests;

  FaultProxy(SSLContext tls, int upstream) throws IOException {
    this.tls = tls;
    this.upstream = upstream;
    InetAddress here = InetAddress.getByName("127.0.0.1");
    server = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(0, 10, here);
    Thread thread = new Thread(this::accept, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return server.getLocalPort();
  }

  /** The faults of the next requests, and what becomes of those that follow them. */
  synchronized void plan(List<Fault> next, Fault after) {
    faults.clear();
    faults.addAll(next);
    afterwards = after;
    requests = 0;
  }

  synchronized int requests() {
    return requests;
  }

  private synchronized Fault next() {
    requests++;
    Fault fault = faults.poll();
    return fault == null ? afterwards : fault;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Thread thread = new Thread(() -> serve(client), "fault-proxy-request");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        // The server was closed, or a client went away: the loop looks.
      }
    }
  }

  private void serve(Socket client) {
    try (client) {
      String head = head(client.getInputStream());
      switch (next()) {
        case NONE -> forward(head, client, Integer.MAX_VALUE);
        case CUT -> forward(head, client, 700);
        case RESET -> client.setSoLinger(true, 0);
        case UNAVAILABLE -> unavailable(client);
        case SILENCE -> client.getInputStream().read();
      }
    } catch (IOException e) {
      // The client went away; what it makes of that is what the test is about.
    }
  }

  private void forward(String head, Socket client, int limit) throws IOException {
    String once = head.replaceFirst("(?i)\r\nconnection: [^\r]*", "");
    once = once.substring(0, once.length() - 2) + "Connection: close\r\n\r\n";
    try (Socket server = tls.getSocketFactory().createSocket("127.0.0.1", upstream)) {
      server.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
      server.getOutputStream().flush();
      client.getOutputStream().write(server.getInputStream().readNBytes(limit));
      client.getOutputStream().flush();
    }
  }

  private static void unavailable(Socket client) throws IOException {
    String body = "<Error><Code>ServiceUnavailable</Code><Message>later</Message></Error>";
    String answer =
        "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/xml\r\nContent-Length: "
            + body.length()
            + "\r\nConnection: close\r\n\r\n"
            + body;
    client.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
    client.getOutputStream().flush();
  }

  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("the client went away");
      }
      head.write(next);
    }
    return head.toString(StandardCharsets.ISO_8859_1);
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
