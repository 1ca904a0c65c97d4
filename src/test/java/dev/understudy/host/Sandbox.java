package dev.understudy.host;

import dev.understudy.common.Sleeper;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.BaseBackupConfig;
import dev.understudy.config.BaseBackupConfig.Checkpoint;
import dev.understudy.config.ChecksConfig;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.FailoverConfig;
import dev.understudy.config.NodeConfig;
import dev.understudy.config.ReplicationConfig;
import dev.understudy.config.SshConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * A host for tests: a real sshd on loopback in mount and PID namespaces of its own, so that files
 * under /var/lib, /run, /root, /home and /usr/local/lib, users and processes are not this
 * machine's. Root and {@code login} (with sudo) may log in by key; {@code worker} is another user.
 */
public final class Sandbox implements AutoCloseable {
  public static final GuardTiming QUICK =
      new GuardTiming(Duration.ofSeconds(2), Duration.ofSeconds(1));

  final Path directory;
  final int port;
  final Process process;
  final long pid;

  private Sandbox(Path directory, int port, Process process, long pid) {
    this.directory = directory;
    this.port = port;
    this.process = process;
    this.pid = pid;
  }

  public static Sandbox start(String... sshdLines) {
    try {
      Path directory = Files.createTempDirectory("understudy-host");
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
      key(directory, "host_key", "ed25519");
      key(directory, "id", "ed25519");
      Files.copy(directory.resolve("id.pub"), directory.resolve("authorized_keys"));
      Files.writeString(directory.resolve("banner"), "");
      Files.writeString(directory.resolve("extra.conf"), String.join("\n", sshdLines) + "\n");
      int port = freePort();
      Process process = launch(directory, port);
      Sandbox sandbox = new Sandbox(directory, port, process, firstProcess(process));
      until(sandbox::answers);
      sandbox.trustHostKey();
      return sandbox;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  static void key(Path directory, String name, String type) {
    local("ssh-keygen", "-q", "-t", type, "-N", "", "-f", directory.resolve(name).toString());
  }

  private static Process launch(Path directory, int port) throws IOException {
    String script;
    try (InputStream in = Sandbox.class.getResourceAsStream("/host/sandbox.sh")) {
      script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    return new ProcessBuilder(
            "unshare",
            "--mount",
            "--pid",
            "--fork",
            "--kill-child",
            "--mount-proc",
            "sh",
            "-c",
            script,
            "sandbox",
            directory.toString(),
            Integer.toString(port))
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private static long firstProcess(Process process) {
    until(() -> process.children().findAny().isPresent());
    return process.children().findAny().orElseThrow().pid();
  }

  private boolean answers() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.getInputStream().read() == 'S';
    } catch (IOException e) {
      if (!process.isAlive()) {
        throw new IllegalStateException("the sandbox ended: see " + directory.resolve("log"), e);
      }
      return false;
    }
  }

  void trustHostKey() throws IOException {
    String[] key = Files.readString(directory.resolve("host_key.pub")).split(" ");
    Files.writeString(
        knownHosts(), "[127.0.0.1]:" + port + " " + key[0] + " " + key[1].strip() + "\n");
  }

  Path knownHosts() {
    return directory.resolve("known_hosts");
  }

  /** Its nodes over SSH: cluster {@code orders}, node {@code alpha}. */
  public SshHosts hosts(String user) {
    return hosts(user, SshConfig.UnknownHosts.REFUSE, directory.resolve("id"));
  }

  SshHosts hosts(String user, SshConfig.UnknownHosts unknown, Path identity) {
    SshConfig ssh = new SshConfig(user, identity, knownHosts(), unknown);
    return new SshHosts(configuration(ssh, "127.0.0.1", port), Sleeper.SYSTEM, QUICK);
  }

  static Configuration configuration(SshConfig ssh, String address, int port) {
    NodeConfig node =
        new NodeConfig(
            "alpha",
            address,
            port,
            Optional.empty(),
            100,
            Map.of(),
            OptionalInt.empty(),
            Optional.empty());
    ClusterConfig cluster =
        new ClusterConfig(
            "orders",
            "15",
            5432,
            "alpha",
            Map.of("alpha", node),
            Optional.empty(),
            ClusterConfig.RestartPrimary.REFUSE,
            ClusterConfig.TlsMode.REQUIRE,
            Map.of(),
            new ReplicationConfig(ReplicationConfig.Mode.ASYNC, -1),
            new BaseBackupConfig(OptionalLong.empty(), Checkpoint.FAST),
            ArchiveConfig.none(),
            List.of(),
            FailoverConfig.standard(),
            ChecksConfig.standard());
    return new Configuration(
        Path.of("understudy.yaml"), Path.of("var"), ssh, Map.of("orders", cluster));
  }

  /** Where its sshd listens, on loopback. */
  public int port() {
    return port;
  }

  /** Runs a script inside, beside sshd, and returns what it printed. */
  public String inside(String script) {
    return local("nsenter", "-t", Long.toString(pid), "-m", "-p", "sh", "-c", script);
  }

  private static String local(String... words) {
    try {
      Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (process.waitFor() != 0) {
        throw new IllegalStateException(String.join(" ", words) + ": " + output);
      }
      return output;
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Polls until the condition holds, at most 20 seconds. */
  public static void until(BooleanSupplier condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - deadline > 0) {
        throw new IllegalStateException("the condition never came to hold");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    process.children().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
    process.onExit().join();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }
}
