package dev.understudy.web;

import dev.understudy.api.Understudy;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.LiveConfiguration;
import dev.understudy.config.ServiceConfig.Listen;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers HAProxy's agent check: a line {@code CLUSTER/NODE primary} or {@code CLUSTER/NODE
 * replica}, answered by {@code up}, {@code down}, or, where nothing is known, by the end of the
 * connection. It tells roles and changes nothing, like the health checks by HTTP.
 */
public final class AgentPort implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(AgentPort.class);
  private static final Pattern QUESTION =
      Pattern.compile("([a-z0-9_-]{1,40})/([a-z0-9_-]{1,40}) (primary|replica)");
  private static final int LONGEST = 128;
  private static final int THREADS = 8;
  private static final int WAITING = 256;
  private static final int BACKLOG = 128;
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final LiveConfiguration configuration;
  private final Understudy understudy;
  private final Duration vouched;
  private final ServerSocket socket;
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          THREADS, THREADS, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>(WAITING), AgentPort::of);

  private AgentPort(Configuration configuration, Understudy understudy, ServerSocket socket) {
    this.configuration = new LiveConfiguration(configuration);
    understudy.onReload(this.configuration::set);
    this.understudy = understudy;
    this.vouched = HealthContract.vouched(configuration);
    this.socket = socket;
  }

  /**
   * Listens.
   *
   * @throws UnderstudyException PRECONDITION when the port cannot be had
   */
  public static AgentPort start(Configuration configuration, Listen listen, Understudy understudy) {
    try {
      ServerSocket socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(listen.address(), listen.port()), BACKLOG);
      AgentPort port = new AgentPort(configuration, understudy, socket);
      of(port::accept).start();
      LOG.info("agent checks are answered at {}:{}", listen.address(), socket.getLocalPort());
      return port;
    } catch (IOException e) {
      throw new UnderstudyException(
          ErrorClass.PRECONDITION,
          listen.address() + ":" + listen.port(),
          "agent checks cannot be answered there: " + e.getMessage(),
          "give service.agent_listen another address or port",
          e);
    }
  }

  /** Where it listens, also when any free port was asked for. */
  public int port() {
    return socket.getLocalPort();
  }

  private static Thread of(Runnable task) {
    Thread thread = new Thread(task, "agent-check");
    thread.setDaemon(true);
    return thread;
  }

  private void accept() {
    while (!socket.isClosed()) {
      try {
        Socket client = socket.accept();
        hand(client);
      } catch (IOException e) {
        if (!socket.isClosed()) {
          LOG.warn("an agent check was not taken: {}", e.getMessage());
        }
      }
    }
  }

  /** Who comes when too many wait gets no answer, which leaves everything as it is. */
  private void hand(Socket client) throws IOException {
    try {
      threads.execute(() -> serve(client));
    } catch (RejectedExecutionException e) {
      client.close();
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setSoTimeout((int) PATIENCE.toMillis());
      Optional<String> answer = answer(line(client.getInputStream()));
      if (answer.isPresent()) {
        client.getOutputStream().write((answer.get() + "\n").getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      LOG.debug("an agent check went away: {}", e.getMessage());
    }
  }

  /** What comes until the end of the line, of the connection, or of what a question may be long. */
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    int next = in.read();
    while (next >= 0 && next != '\n' && line.length() < LONGEST) {
      line.append((char) next);
      next = in.read();
    }
    return line.toString().strip();
  }

  private Optional<String> answer(String question) {
    Matcher asked = QUESTION.matcher(question);
    if (!asked.matches()) {
      return Optional.empty();
    }
    String node = asked.group(2);
    ClusterConfig cluster = configuration.get().clusters().get(asked.group(1));
    if (cluster == null || !cluster.nodes().containsKey(node)) {
      return Optional.empty();
    }
    return understudy
        .watched(cluster.name())
        .map(view -> new AgentAnswer(view, vouched))
        .flatMap(
            known -> asked.group(3).equals("primary") ? known.primary(node) : known.replica(node));
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("the port of agent checks was not closed: {}", e.getMessage());
    }
    threads.shutdownNow();
  }
}
