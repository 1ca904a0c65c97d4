package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.config.SshConfig.UnknownHosts;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whom the service takes for the host that it wants. */
class HostKeysIT {
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    Sandbox.key(sandbox.directory, "other", "ed25519");
    Sandbox.key(sandbox.directory, "rsa", "rsa");
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @BeforeEach
  void forget() throws IOException {
    Files.deleteIfExists(sandbox.knownHosts());
  }

  private static CommandResult run(UnknownHosts unknown) {
    try (SshHosts hosts = sandbox.hosts("root", unknown, sandbox.directory.resolve("id"))) {
      return hosts.host("orders", "alpha").run(Command.of("true"));
    }
  }

  private static void known(String format, String key) throws IOException {
    String[] words = Files.readString(sandbox.directory.resolve(key + ".pub")).split(" ");
    String name = format.replace("HOST", "[127.0.0.1]:" + sandbox.port);
    Files.writeString(sandbox.knownHosts(), name + " " + words[0] + " " + words[1].strip());
  }

  private static void refused(UnknownHosts unknown, String message) {
    assertThatThrownBy(() -> run(unknown))
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.HOST_KEY));
  }

  @Test
  void unknownOnesAreRefusedWithTheirFingerprint() {
    String fingerprint =
        sandbox.inside("ssh-keygen -lf " + sandbox.directory.resolve("host_key.pub")).split(" ")[1];
    refused(UnknownHosts.REFUSE, fingerprint);
    assertThat(sandbox.knownHosts()).doesNotExist();
  }

  @Test
  void newOnesAreAppendedWhereThatIsAllowedAndKnownFromThenOn() throws IOException {
    Files.writeString(sandbox.knownHosts(), "# mine\nelsewhere ssh-ed25519 AAAA");
    assertThat(run(UnknownHosts.ACCEPT_NEW).ok()).isTrue();
    assertThat(Files.readString(sandbox.knownHosts()))
        .startsWith("# mine\nelsewhere ssh-ed25519 AAAA\n[127.0.0.1]:" + sandbox.port + " ");
    assertThat(run(UnknownHosts.REFUSE).ok()).isTrue();
    assertThat(Files.readAllLines(sandbox.knownHosts())).hasSize(3);
  }

  @Test
  void anotherKeyIsNeverAccepted() throws IOException {
    known("HOST", "other");
    refused(UnknownHosts.REFUSE, "another host key");
    refused(UnknownHosts.ACCEPT_NEW, "another host key");
    assertThat(Files.readAllLines(sandbox.knownHosts())).hasSize(1);
  }

  @Test
  void aKeyOfAnotherTypeIsNotNew() throws IOException {
    known("HOST", "rsa");
    refused(UnknownHosts.ACCEPT_NEW, "another host key");
  }

  @Test
  void revokedOnesAreRefused() throws IOException {
    known("@revoked HOST", "host_key");
    refused(UnknownHosts.ACCEPT_NEW, "");
  }

  @Test
  void hashedEntriesCount() throws IOException {
    known("HOST", "host_key");
    sandbox.inside("ssh-keygen -q -H -f " + sandbox.knownHosts());
    assertThat(Files.readString(sandbox.knownHosts())).startsWith("|1|");
    assertThat(run(UnknownHosts.REFUSE).ok()).isTrue();
  }

  @Test
  void theBareAddressProvesButDoesNotDisprove() throws IOException {
    known("127.0.0.1", "host_key");
    assertThat(run(UnknownHosts.REFUSE).ok()).isTrue();
    known("127.0.0.1", "other");
    refused(UnknownHosts.REFUSE, "not known");
    assertThat(run(UnknownHosts.ACCEPT_NEW).ok()).isTrue();
  }

  @Test
  void newOnesThatCannotBeKeptAreRefused() throws IOException {
    Files.createDirectory(sandbox.knownHosts());
    refused(UnknownHosts.ACCEPT_NEW, "");
  }
}
