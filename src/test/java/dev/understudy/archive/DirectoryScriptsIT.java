package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Shell;
import dev.understudy.host.FileSpec;
import dev.understudy.host.Sandbox;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The scripts of an archive in directories by a real shell, sshd and rsync: alpha ships to bravo
 * and charlie, which are two users of one sandbox.
 */
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DirectoryScriptsIT {
  private static final String SYSTEM = "7000000000000000001";
  private static final String SEGMENT = "000000010000000000000007";
  private static final String NEXT = "000000010000000000000008";

  private static final DirectoryEngine ENGINE =
      new DirectoryEngine("orders", "/srv/wal", List.of("alpha", "bravo", "charlie"));

  private Sandbox sandbox;

  @BeforeAll
  void boot() {
    sandbox =
        Sandbox.start(
            "Match User worker",
            "  AuthorizedKeysFile /srv/bravo/keys",
            "Match User login",
            "  AuthorizedKeysFile /srv/charlie/keys");
    sandbox.inside("mkdir -p /home/worker");
    host("alpha", "root");
    host("bravo", "worker");
    host("charlie", "login");
    sandbox.inside("ssh-keygen -q -t ed25519 -N '' -f /srv/alpha/ssh_key");
    String key = sandbox.inside("cut -d ' ' -f 1,2 /srv/alpha/ssh_key.pub").strip();
    authorize("bravo", key);
    authorize("charlie", key);
  }

  private void host(String name, String user) {
    sandbox.inside(
        "mkdir -p /srv/%1$s/wal/orders; mkdir -p /var/lib/understudy/shipping/orders; chown -R %2$s: /srv/%1$s"
            .formatted(name, user));
    ArchiveHost host = new ArchiveHost(name, user, "/", 5432, "/");
    install(name, ENGINE.receiveScript(host));
    ENGINE.files(host).forEach(file -> install(name, file));
  }

  /** All hosts are in one place, so their files are at different ones. */
  private void install(String host, FileSpec file) {
    String path = moved(host, file.path());
    sandbox.inside(
        "printf %%s %1$s >%2$s; chown %3$s: %2$s; chmod %4$s %2$s"
            .formatted(
                Shell.quote(moved(host, file.contentText())), path, file.owner(), file.mode()));
  }

  private static String moved(String host, String text) {
    return text.replace("/etc/understudy/orders", "/srv/" + host)
        .replace("/srv/wal/orders", "/srv/" + host + "/wal/orders");
  }

  private void authorize(String host, String key) {
    String line = new AuthorizedKeys("orders").line("alpha", key, "/srv/" + host + "/receive-wal");
    sandbox.inside("printf '%s\\n' " + Shell.quote(line) + " >/srv/" + host + "/keys");
  }

  @BeforeEach
  void everyHostIsThereAndEmpty() {
    reachable("bravo", "charlie");
    sandbox.inside(
        "rm -rf /srv/*/wal/orders/* /srv/*/wal/orders/.i* /var/lib/understudy/shipping/orders/* /srv/alpha/out;"
            + " for h in alpha bravo charlie; do echo "
            + SYSTEM
            + " >/srv/$h/wal/orders/understudy-system; done");
    segment(SEGMENT, SYSTEM, "one");
  }

  private void reachable(String... hosts) {
    StringBuilder file = new StringBuilder();
    for (String host : List.of("bravo", "charlie")) {
      int port = List.of(hosts).contains(host) ? sandbox.port() : 1;
      file.append("Host ").append(host).append("\n  HostName 127.0.0.1\n  Port ").append(port);
      file.append("\n  User ").append(host.equals("bravo") ? "worker" : "login").append('\n');
    }
    file.append("Host *\n  IdentityFile /srv/alpha/ssh_key\n  BatchMode yes\n  LogLevel ERROR\n");
    file.append("  StrictHostKeyChecking no\n  UserKnownHostsFile /dev/null\n");
    sandbox.inside("printf %s " + Shell.quote(file.toString()) + " >/srv/alpha/ssh_config");
  }

  /** A segment of 1 MiB as far as its header goes, at /srv/alpha/NAME. */
  private void segment(String name, String system, String content) {
    StringBuilder octal = new StringBuilder();
    long number = Long.parseUnsignedLong(system);
    for (int i = 0; i < 8; i++) {
      octal.append("\\%03o".formatted((number >>> (8 * i)) & 0xff));
    }
    sandbox.inside(
        "{ head -c 24 /dev/zero; printf '%s'; printf '\\000\\000\\020\\000'; printf '%s'; } >/srv/alpha/%s; truncate -s 1M /srv/alpha/%s"
            .formatted(octal, content, name, name));
  }

  private String ship(String name) {
    return status("/srv/alpha/ship-wal /srv/alpha/" + name + " " + name);
  }

  private String fetch(String name) {
    return status("/srv/alpha/fetch-wal " + name + " /srv/alpha/out");
  }

  /** What it says, and its exit status as the last line. */
  private String status(String command) {
    return sandbox.inside("cd /; " + command + "; echo \"exit $?\"").strip();
  }

  private String on(String host) {
    return sandbox.inside("cd /srv/" + host + "/wal/orders; ls; find . -path './.i*/*'").strip();
  }

  @Test
  void aFileArrivesOnEveryOtherHost() {
    assertThat(ship(SEGMENT)).isEqualTo("exit 0");

    for (String host : List.of("bravo", "charlie")) {
      String there = "/srv/" + host + "/wal/orders/" + SEGMENT;
      assertThat(status("cmp /srv/alpha/" + SEGMENT + " " + there)).isEqualTo("exit 0");
      assertThat(on(host)).isEqualTo(SEGMENT + "\nunderstudy-system");
    }
    assertThat(on("alpha")).isEqualTo("understudy-system");
  }

  @ParameterizedTest
  @ValueSource(strings = {"00000002.history", "000000010000000000000007.00000028.backup"})
  void whatIsNoSegmentArrivesToo(String name) {
    sandbox.inside("echo content >/srv/alpha/" + name);
    assertThat(ship(name)).isEqualTo("exit 0");
    assertThat(on("charlie")).contains(name);
  }

  @Test
  void theSameAgainIsASuccessAndAnotherContentIsNot() {
    assertThat(ship(SEGMENT)).isEqualTo("exit 0");
    assertThat(ship(SEGMENT)).isEqualTo("exit 0");
    String before = sandbox.inside("sha256sum /srv/bravo/wal/orders/" + SEGMENT);

    segment(SEGMENT, SYSTEM, "another history");

    assertThat(ship(SEGMENT))
        .contains("is in /srv/bravo/wal/orders already, with another content")
        .contains("is kept: not taken by bravo charlie")
        .endsWith("exit 1");
    assertThat(sandbox.inside("sha256sum /srv/bravo/wal/orders/" + SEGMENT)).isEqualTo(before);
    assertThat(on("bravo")).isEqualTo(SEGMENT + "\nunderstudy-system");
  }

  @Test
  void anotherSystemsWalIsRefused() {
    segment(SEGMENT, "18000000000000000002", "one");
    assertThat(ship(SEGMENT)).contains("is of the system 18000000000000000002").endsWith("exit 1");
    assertThat(on("bravo")).isEqualTo("understudy-system");
  }

  @Test
  void aSegmentThatIsNotWholeIsRefused() {
    sandbox.inside("truncate -s 100K /srv/alpha/" + SEGMENT);
    assertThat(ship(SEGMENT)).contains("is not whole").endsWith("exit 1");
    assertThat(on("bravo")).isEqualTo("understudy-system");
  }

  @Test
  void aDirectoryThatIsNotMountedTakesNothing() {
    sandbox.inside("rm /srv/bravo/wal/orders/understudy-system");
    assertThat(ship(SEGMENT)).contains("does not say whose it is").endsWith("exit 1");
    assertThat(on("bravo")).isEmpty();
  }

  @Test
  void aHostThatIsAwayIsWaitedForAndTheOthersAreNotSentItAgain() {
    reachable("bravo");
    assertThat(ship(SEGMENT)).contains("is kept: not taken by charlie").endsWith("exit 1");
    assertThat(on("bravo")).contains(SEGMENT);

    sandbox.inside("rm /srv/bravo/wal/orders/" + SEGMENT);
    reachable("bravo", "charlie");
    assertThat(ship(SEGMENT)).isEqualTo("exit 0");
    assertThat(on("charlie")).contains(SEGMENT);
    assertThat(on("bravo")).as("not sent again").doesNotContain(SEGMENT);
    assertThat(sandbox.inside("ls /var/lib/understudy/shipping/orders")).isEmpty();
  }

  @Test
  void aHostAloneKeepsItsWal() {
    ArchiveHost alone = new ArchiveHost("alpha", "root", "/", 5432, "/");
    install(
        "alpha", new DirectoryEngine("orders", "/srv/wal", List.of("alpha")).files(alone).get(0));
    assertThat(ship(SEGMENT)).contains("no other host takes WAL").endsWith("exit 1");
    ENGINE.files(alone).forEach(file -> install("alpha", file));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id",
        "",
        "get ../../../etc/passwd",
        "get understudy-system",
        "put 000000010000000000000007 --server --sender -We.L --timeout=60 . wal",
        "put 000000010000000000000007 --server -We.L --timeout=60 --log-file=/tmp/x . wal",
        "put 000000010000000000000007 --server -We.L --timeout=60 . /tmp/x",
        "put x$(id) --server -We.L --timeout=60 . wal",
        "rsync --server --sender -logDtpre.iLsfxC . /etc/"
      })
  void theKeyMayDoNothingElse(String asked) {
    String answer =
        status("ssh -n -F /srv/alpha/ssh_config bravo " + Shell.quote(Shell.quote(asked)));
    String plain = status("ssh -n -F /srv/alpha/ssh_config bravo " + Shell.quote(asked));
    assertThat(answer).contains("understudy: ").endsWith("exit 3");
    assertThat(plain).contains("understudy: ").endsWith("exit 3");
  }

  @Test
  void helloSaysWhoseArchiveItIs() {
    assertThat(status("ssh -n -F /srv/alpha/ssh_config charlie hello"))
        .isEqualTo("understudy orders " + SYSTEM + "\nexit 0");
  }

  @Test
  void aFileComesFromTheHostsOwnDirectoryFirst() {
    reachable();
    sandbox.inside("cp /srv/alpha/" + SEGMENT + " /srv/alpha/wal/orders/");
    assertThat(fetch(SEGMENT)).isEqualTo("exit 0");
    assertThat(status("cmp /srv/alpha/out /srv/alpha/" + SEGMENT)).isEqualTo("exit 0");
  }

  @Test
  void aFileComesFromAnyOtherHost() {
    assertThat(ship(SEGMENT)).isEqualTo("exit 0");
    sandbox.inside("rm /srv/bravo/wal/orders/" + SEGMENT);
    assertThat(fetch(SEGMENT)).isEqualTo("exit 0");
    assertThat(status("cmp /srv/alpha/out /srv/alpha/" + SEGMENT)).isEqualTo("exit 0");
  }

  @Test
  void aDamagedCopyIsNotTaken() {
    assertThat(ship(SEGMENT)).isEqualTo("exit 0");
    sandbox.inside("truncate -s 10K /srv/bravo/wal/orders/" + SEGMENT);
    sandbox.inside("head -c 1M /dev/zero >/srv/alpha/wal/orders/" + SEGMENT);
    assertThat(fetch(SEGMENT)).contains("bravo gives", "cannot be used").endsWith("exit 0");
    assertThat(status("cmp /srv/alpha/out /srv/alpha/" + SEGMENT)).isEqualTo("exit 0");
  }

  @Test
  void absentIsToldFromOutOfReach() {
    assertThat(fetch(SEGMENT)).isEqualTo("exit 1");
    reachable("bravo");
    assertThat(fetch(SEGMENT)).contains("out of reach: charlie").endsWith("exit 2");
  }

  /** What alpha's directory has nobody else may have: then a recovery must not end as complete. */
  @Test
  void aDirectoryOfItsOwnThatIsNotMountedIsOutOfReach() {
    sandbox.inside("rm /srv/alpha/wal/orders/understudy-system");
    assertThat(fetch(SEGMENT)).contains("out of reach: this host").endsWith("exit 2");
  }

  /** The next segment after one that this host was sent is archived nowhere yet. */
  @Test
  void aStandbyDoesNotWaitForAHostThatIsDown() {
    reachable("bravo");
    sandbox.inside("cp /srv/alpha/" + SEGMENT + " /srv/alpha/wal/orders/");
    String standby = "UNDERSTUDY_RESTORING=standby /srv/alpha/fetch-wal ";
    assertThat(status(standby + NEXT + " /srv/alpha/out")).endsWith("exit 1");
    assertThat(status(standby + "00000002.history /srv/alpha/out")).endsWith("exit 1");
    assertThat(status(standby + "000000010000000000000009 /srv/alpha/out")).endsWith("exit 2");
    assertThat(fetch(NEXT)).endsWith("exit 2");
  }

  @AfterAll
  void end() {
    sandbox.close();
  }
}
