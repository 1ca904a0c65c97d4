package dev.understudy.cloud;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** EC2's Query API over HTTP, for tests: signatures are checked, and it can go wrong. */
public final class Ec2Endpoint implements AutoCloseable {
  public static final String ACCESS = "AKIAUNDERSTUDYTEST00";
  public static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

  /** What goes wrong with a request. */
  public enum Trouble {
    THROTTLED,
    BROKEN,
    /** Nothing was done, and nobody answers. */
    DOWN,
    /** It was done, and nobody answers. */
    ANSWER_LOST,
    NO_CAPACITY
  }

  private final Ec2Account account;
  private final Ec2Answers answers;
  private final SignatureV4 signatures = new SignatureV4(Map.of(ACCESS, SECRET));
  private final HttpServer server;
  private final ExecutorService workers = Executors.newFixedThreadPool(4);
  private final Map<String, List<Trouble>> troubles = new HashMap<>();
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();
  private final List<String> calls = new ArrayList<>();
  private volatile boolean down;

  private Ec2Endpoint(Ec2Account account, HttpServer server) {
    this.account = account;
    this.answers = new Ec2Answers(account);
    this.server = server;
  }

  /** Starts one on loopback. */
  public static Ec2Endpoint start(Ec2Account account) {
    return start(account, "127.0.0.1", 0);
  }

  /** Starts one; port 0 is any. */
  public static Ec2Endpoint start(Ec2Account account, String address, int port) {
    try {
      HttpServer server = HttpServer.create(new InetSocketAddress(address, port), 0);
      Ec2Endpoint endpoint = new Ec2Endpoint(account, server);
      server.setExecutor(endpoint.workers);
      server.createContext("/", endpoint::handle);
      server.start();
      return endpoint;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public URI uri() {
    return URI.create(
        "http://" + server.getAddress().getHostString() + ":" + server.getAddress().getPort());
  }

  /** The next requests of that action have these troubles, one each. */
  public void trouble(String action, Trouble... next) {
    synchronized (troubles) {
      troubles.computeIfAbsent(action, key -> new ArrayList<>()).addAll(List.of(next));
    }
  }

  /** From now on, nobody answers; or again. */
  public void down(boolean now) {
    down = now;
  }

  /** The policy of the caller does not allow that action. */
  public void forbid(String action) {
    forbidden.add(action);
  }

  /** All actions that were asked for, dry ones with the word dry behind. */
  public List<String> calls() {
    synchronized (calls) {
      return List.copyOf(calls);
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      if (down) {
        return;
      }
      Ec2Request request = Ec2Request.parse(body);
      note(request);
      Trouble trouble = next(request.action());
      if (trouble == Trouble.DOWN) {
        return;
      }
      try {
        signatures.require(
            exchange.getRequestMethod(), name -> exchange.getRequestHeaders().getFirst(name), body);
        requireSound(trouble);
        requireAllowed(request);
        String answer;
        synchronized (account) {
          answer = answers.answer(request);
        }
        if (trouble != Trouble.ANSWER_LOST) {
          send(exchange, 200, answer);
        }
      } catch (Ec2Fault e) {
        send(exchange, e.status(), error(e.code()));
      }
    }
  }

  private void note(Ec2Request request) {
    synchronized (calls) {
      calls.add(request.action() + (request.is("DryRun") ? " dry" : ""));
    }
  }

  private Trouble next(String action) {
    synchronized (troubles) {
      List<Trouble> next = troubles.get(action);
      return next == null || next.isEmpty() ? null : next.remove(0);
    }
  }

  private static void requireSound(Trouble trouble) {
    if (trouble == Trouble.THROTTLED) {
      throw new Ec2Fault(503, "RequestLimitExceeded");
    }
    if (trouble == Trouble.BROKEN) {
      throw new Ec2Fault(500, "InternalError");
    }
    if (trouble == Trouble.NO_CAPACITY) {
      throw new Ec2Fault(500, "InsufficientInstanceCapacity");
    }
  }

  private void requireAllowed(Ec2Request request) {
    if (forbidden.contains(request.action())) {
      throw new Ec2Fault(403, "UnauthorizedOperation");
    }
    if (request.is("DryRun")) {
      throw new Ec2Fault(412, "DryRunOperation");
    }
  }

  private static String error(String code) {
    return Xml.element(
        "Response",
        Xml.element(
            "Errors",
            Xml.element("Error", Xml.text("Code", code), Xml.text("Message", "about " + code))),
        Xml.text("RequestID", "1"));
  }

  private static void send(HttpExchange exchange, int status, String xml) throws IOException {
    byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/xml;charset=UTF-8");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    server.stop(0);
    workers.shutdownNow();
    try {
      workers.awaitTermination(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    account.close();
  }
}
