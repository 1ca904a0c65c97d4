package dev.understudy.web;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ClusterView;
import dev.understudy.api.NodeView;
import dev.understudy.cli.FakeUnderstudy;
import dev.understudy.config.Configuration;
import dev.understudy.config.ServiceConfig.Listen;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A real HAProxy with the configuration that the documents recommend, before two servers. */
@Timeout(120)
class HaproxyIT {
  @TempDir Path directory;
  private final FakeUnderstudy understudy = new FakeUnderstudy();
  private Configuration configuration;
  private AgentPort agent;
  private NamedServer alpha;
  private NamedServer bravo;
  private Process haproxy;
  private int front;

  @BeforeEach
  void start() throws IOException {
    configuration = TestWeb.configuration(directory, "", "");
    alpha = new NamedServer('a');
    bravo = new NamedServer('b');
    roles(TestWeb.primary("alpha", "0/9"), TestWeb.standby("bravo", "0/9"));
    agent = agent(0);
    front = free();
    Path file = directory.resolve("haproxy.cfg");
    Files.writeString(
        file,
        """
        global
          stats socket %s mode 600
        defaults
          mode tcp
          timeout connect 2s
          timeout client 1m
          timeout server 1m
        listen primary
          bind 127.0.0.1:%d
          default-server check inter 200ms fall 2 rise 1 agent-check agent-addr 127.0.0.1 agent-port %d agent-inter 200ms on-marked-down shutdown-sessions
          server alpha 127.0.0.1:%d agent-send "orders/alpha primary\\n"
          server bravo 127.0.0.1:%d agent-send "orders/bravo primary\\n"
        """
            .formatted(
                directory.resolve("stats"), front, agent.port(), alpha.port(), bravo.port()));
    haproxy =
        new ProcessBuilder("/usr/sbin/haproxy", "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("haproxy.log").toFile())
            .start();
  }

  @AfterEach
  void stop() throws Exception {
    haproxy.destroy();
    assertThat(haproxy.waitFor(20, TimeUnit.SECONDS)).isTrue();
    agent.close();
    alpha.close();
    bravo.close();
  }

  @Test
  void writesGoToThePrimaryAndFollowIt() throws IOException {
    await(() -> reached() == 'a' && onlyOneIsUp());
    try (Socket session = connect()) {
      assertThat(session.getInputStream().read()).isEqualTo('a');

      roles(TestWeb.standby("alpha", "0/9"), TestWeb.primary("bravo", "0/9"));

      // The session with the one that is no longer the primary is ended.
      session.setSoTimeout(20_000);
      assertThat(session.getInputStream().read()).isEqualTo(-1);
    }
    await(() -> reached() == 'b');
  }

  @Test
  void withoutTheServiceWritesGoOnWhereTheyWent() throws IOException {
    await(() -> reached() == 'a' && onlyOneIsUp());
    int port = agent.port();
    try (Socket session = connect()) {
      assertThat(session.getInputStream().read()).isEqualTo('a');
      agent.close();

      await(() -> stat("alpha", "agent_status").startsWith("L4"));

      assertThat(stat("alpha", "status")).isEqualTo("UP");
      assertThat(stat("bravo", "status")).startsWith("DOWN");
      assertThat(onlyOneIsUp()).isTrue();
      assertThat(reached()).isEqualTo('a');
      session.setSoTimeout(100);
      assertThat(isOpen(session)).isTrue();
    }
    roles(TestWeb.standby("alpha", "0/9"), TestWeb.primary("bravo", "0/9"));
    agent = agent(port);
    await(() -> reached() == 'b');
  }

  @Test
  void anOldPrimaryThatComesBackGetsNothing() throws IOException {
    await(() -> reached() == 'a' && onlyOneIsUp());
    alpha.close();
    roles(TestWeb.silent("alpha", "primary", "refused"), TestWeb.primary("bravo", "0/9"));
    await(() -> reached() == 'b' && !stat("alpha", "check_status").equals("L4OK"));

    alpha = new NamedServer('a', alpha.port());
    roles(TestWeb.primary("alpha", "0/9"), TestWeb.primary("bravo", "0/9"));
    await(() -> stat("alpha", "check_status").equals("L4OK"));

    assertThat(stat("alpha", "status")).startsWith("DOWN");
    assertThat(onlyOneIsUp()).isTrue();
    assertThat(reached()).isEqualTo('b');
  }

  private AgentPort agent(int port) {
    return AgentPort.start(configuration, new Listen("127.0.0.1", port), understudy);
  }

  private void roles(NodeView... nodes) {
    ClusterView view = new ClusterView("orders", Instant.now(), List.of(nodes));
    if (understudy.views.isEmpty()) {
      understudy.views.add(view);
    } else {
      understudy.views.set(0, view);
    }
  }

  /** Which server a new session gets to; a blank when none. */
  private char reached() {
    try (Socket session = connect()) {
      session.setSoTimeout(5_000);
      int first = session.getInputStream().read();
      return first < 0 ? ' ' : (char) first;
    } catch (IOException e) {
      return ' ';
    }
  }

  /** Sessions are dealt out in turns, so two servers that are up would both be met. */
  private boolean onlyOneIsUp() {
    char first = reached();
    return first != ' ' && reached() == first && reached() == first;
  }

  /** What HAProxy itself says of a server; empty while it says nothing. */
  private String stat(String server, String column) {
    try (SocketChannel channel =
        SocketChannel.open(UnixDomainSocketAddress.of(directory.resolve("stats")))) {
      channel.write(ByteBuffer.wrap("show stat\n".getBytes(StandardCharsets.US_ASCII)));
      byte[] answer = Channels.newInputStream(channel).readAllBytes();
      List<String> lines = new String(answer, StandardCharsets.US_ASCII).lines().toList();
      int at = List.of(lines.get(0).split(",")).indexOf(column);
      return lines.stream()
          .map(line -> line.split(",", -1))
          .filter(cells -> cells.length > at && cells[1].equals(server))
          .map(cells -> cells[at])
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      return "";
    }
  }

  private Socket connect() throws IOException {
    return new Socket(InetAddress.getLoopbackAddress(), front);
  }

  private static boolean isOpen(Socket session) throws IOException {
    try {
      return session.getInputStream().read() >= 0;
    } catch (java.net.SocketTimeoutException e) {
      return true;
    }
  }

  private static int free() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void await(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("waited for 30 s").isLessThan(end);
      Thread.onSpinWait();
    }
  }

  /** Says its letter to everybody who connects, and leaves the connection open. */
  private static final class NamedServer implements AutoCloseable {
    private final ServerSocket socket;

    NamedServer(char letter) throws IOException {
      this(letter, 0);
    }

    NamedServer(char letter, int port) throws IOException {
      socket = new ServerSocket();
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress("127.0.0.1", port));
      Thread thread = new Thread(() -> serve(letter));
      thread.setDaemon(true);
      thread.start();
    }

    int port() {
      return socket.getLocalPort();
    }

    private void serve(char letter) {
      while (!socket.isClosed()) {
        try {
          Socket client = socket.accept();
          client.getOutputStream().write(letter);
        } catch (IOException e) {
          // A check that is gone already, or the end.
          Thread.onSpinWait();
        }
      }
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
