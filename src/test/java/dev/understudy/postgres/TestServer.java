package dev.understudy.postgres;

import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.FileSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;

/** A real server of one version on loopback, laid out as Debian does, gone when closed. */
final class TestServer implements AutoCloseable {
  static final Fence FENCE = new Fence("owner", "test", 1, 1);
  static final String OWNER = "postgres";

  private final LocalHost host = new LocalHost();
  private final Path root;
  private final Path programs;
  private final PgCluster cluster;

  private TestServer(PgVersion version, Path programs, Path root, int port) {
    this.root = root;
    this.programs = programs;
    this.cluster =
        new PgCluster(
            version,
            "test",
            port,
            "down",
            OWNER,
            root + "/data",
            root + "/server.log",
            root + "/etc",
            root.toString(),
            programs.toString());
  }

  /** Directories and configuration, no data yet. */
  static TestServer prepare(PgVersion version, Path programs) {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path root = Files.createTempDirectory("understudy-pg-");
      TestServer server = new TestServer(version, programs, root, free.getLocalPort());
      server.root("chown", OWNER, root.toString());
      server.shell("mkdir -m 755 " + server.path("etc") + " " + server.path("etc/conf.d"));
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A running server of this machine's own version. */
  static TestServer start() {
    TestServer server = prepare(new PgVersion(15, 0), Path.of("/usr/lib/postgresql/15/bin"));
    server.create();
    server.launch();
    return server;
  }

  /** Makes the data directory. */
  void create() {
    shell(
        Shell.words(
            programs + "/initdb",
            "-N",
            "-D",
            cluster.dataDirectory(),
            "-U",
            OWNER,
            "-E",
            "UTF8",
            "--locale=C",
            "-A",
            "peer"));
    writeConfiguration("local all all peer\nhost all all 127.0.0.1/32 " + method() + "\n");
  }

  private String method() {
    return cluster.dialect().passwordMethod();
  }

  /** postgresql.conf with its include_dir, and pg_hba.conf with these rules. */
  void writeConfiguration(String rules) {
    write(
        cluster.postgresqlConf(),
        """
        data_directory = '%s'
        hba_file = '%s'
        port = %d
        listen_addresses = 'localhost'
        unix_socket_directories = '%s'
        fsync = off
        shared_buffers = 16MB
        include_dir = 'conf.d'
        """
            .formatted(
                cluster.dataDirectory(),
                cluster.hbaFile(),
                cluster.port(),
                cluster.socketDirectory()));
    write(cluster.hbaFile(), rules);
  }

  void write(String path, String content) {
    write(FileSpec.text(path, content, OWNER, "0600"));
  }

  void write(FileSpec file) {
    String quoted = Shell.quote(file.path());
    run(
        Command.script("umask 077; cat >" + quoted + " && chmod " + file.mode() + " " + quoted)
            .as(OWNER)
            .withInput(file.content()));
  }

  /** A certificate of its own and ssl on, as Debian's packages leave it; needs a reload. */
  void enableTls() {
    String certificate = path("server.crt").toString();
    String key = path("server.key").toString();
    shell(
        "umask 077; openssl req -new -x509 -nodes -newkey rsa:2048 -days 2 -subj /CN=localhost"
            + " -addext subjectAltName=DNS:localhost,IP:127.0.0.1 -out "
            + Shell.quote(certificate)
            + " -keyout "
            + Shell.quote(key)
            + " 2>/dev/null");
    write(
        cluster.confDirectory() + "/20-tls.conf",
        ConfValue.line("ssl", "on")
            + ConfValue.line("ssl_cert_file", certificate)
            + ConfValue.line("ssl_key_file", key));
  }

  void launch() {
    CommandResult result =
        host.run(
            Command.of(
                    programs + "/pg_ctl",
                    "-w",
                    "-t",
                    "30",
                    "-s",
                    "-D",
                    cluster.dataDirectory(),
                    "-l",
                    cluster.logFile(),
                    "-o",
                    "-c config_file=" + cluster.postgresqlConf(),
                    "start")
                .as(OWNER));
    if (!result.ok()) {
      throw new AssertionError("the server did not start: " + log());
    }
  }

  void stop() {
    shell(
        Shell.words(
            programs + "/pg_ctl", "-w", "-s", "-m", "fast", "-D", cluster.dataDirectory(), "stop"));
  }

  void restart() {
    stop();
    launch();
  }

  LocalHost host() {
    return host;
  }

  PgCluster cluster() {
    return cluster;
  }

  Dialect dialect() {
    return cluster.dialect();
  }

  Psql psql() {
    return new Psql(host, cluster);
  }

  ReplicationSql sql() {
    return new ReplicationSql(dialect());
  }

  Path path(String name) {
    return root.resolve(name);
  }

  /** The text of postgresql.conf. */
  String conf() {
    return shell("cat " + Shell.quote(cluster.postgresqlConf())).stdout();
  }

  String log() {
    return run(Command.of("cat", cluster.logFile()).as(OWNER)).stdout();
  }

  /** Runs a script as the OS user of the server. */
  CommandResult shell(String script) {
    return run(Command.script(script).as(OWNER));
  }

  private CommandResult run(Command command) {
    return host.run(command).orThrow("run: " + command.script());
  }

  private void root(String... words) {
    run(Command.of(words));
  }

  @Override
  public void close() {
    String pid = Shell.quote(cluster.dataDirectory() + "/postmaster.pid");
    shell(
        "test ! -e "
            + pid
            + " || "
            + Shell.words(
                programs + "/pg_ctl",
                "-w",
                "-s",
                "-m",
                "immediate",
                "-D",
                cluster.dataDirectory(),
                "stop"));
    root("rm", "-rf", root.toString());
  }
}
