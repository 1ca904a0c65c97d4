package dev.understudy.archive;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;

/** Stands before an S3 server and spoils what it is told to, one request after the other. */
public final class FaultProxy implements AutoCloseable {
  /** What becomes of one request. */
  public enum Fault {
    NONE,
    /** The connection is reset instead of an answer. */
    RESET,
    /** The connection ends in the middle of the answer. */
    CUT,
    UNAVAILABLE,
    SILENCE
  }

  private static final Pattern LENGTH = Pattern.compile("(?i)\r\ncontent-length: *([0-9]+)\r\n");

  private final SSLContext tls;
  private final String upstream;
  private final int upstreamPort;
  private final SSLServerSocket server;
  private final Supplier<Fault> standing;
  private final Queue<Fault> faults = new ArrayDeque<>();
  private Fault afterwards = Fault.NONE;
  private int requests;

  FaultProxy(SSLContext tls, int upstream) throws IOException {
    this(tls, TestS3.LOOPBACK, upstream, 0, () -> Fault.NONE);
  }

  /**
   * @param address of the server, and where this one listens, too
   * @param port 0 for any
   * @param standing asked for the fault of each request for which none is planned
   */
  FaultProxy(SSLContext tls, String address, int upstreamPort, int port, Supplier<Fault> standing)
      throws IOException {
    this.tls = tls;
    this.upstream = address;
    this.upstreamPort = upstreamPort;
    this.standing = standing;
    InetAddress here = InetAddress.getByName(address);
    server = (SSLServerSocket) tls.getServerSocketFactory().createServerSocket(port, 50, here);
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
    if (fault != null) {
      return fault;
    }
    return afterwards == Fault.NONE ? standing.get() : afterwards;
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
        case NONE -> forward(head, client, Long.MAX_VALUE);
        case CUT -> forward(head, client, 700);
        case RESET -> client.setSoLinger(true, 0);
        case UNAVAILABLE -> unavailable(head, client);
        case SILENCE -> client.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
    } catch (IOException e) {
      // The client went away; what it makes of that is what the test is about.
    }
  }

  private void forward(String head, Socket client, long limit) throws IOException {
    String once = head.replaceFirst("(?i)\r\nconnection: [^\r]*", "");
    once = once.substring(0, once.length() - 2) + "Connection: close\r\n\r\n";
    try (Socket server = tls.getSocketFactory().createSocket(upstream, upstreamPort)) {
      server.getOutputStream().write(once.getBytes(StandardCharsets.ISO_8859_1));
      copy(client.getInputStream(), server.getOutputStream(), length(head));
      copy(server.getInputStream(), client.getOutputStream(), limit);
    }
  }

  private static void copy(InputStream in, OutputStream out, long limit) throws IOException {
    byte[] buffer = new byte[1 << 16];
    for (long left = limit; left > 0; ) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        break;
      }
      out.write(buffer, 0, count);
      left -= count;
    }
    out.flush();
  }

  private static long length(String head) {
    Matcher length = LENGTH.matcher(head);
    return length.find() ? Long.parseLong(length.group(1)) : 0;
  }

  private static void unavailable(String head, Socket client) throws IOException {
    copy(client.getInputStream(), OutputStream.nullOutputStream(), length(head));
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
