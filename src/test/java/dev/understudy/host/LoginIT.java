package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.SshConfig.UnknownHosts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may log in and become root, and what is said when not. */
class LoginIT {
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  private static CommandResult run(String user, String key, Command command) {
    Path identity = sandbox.directory.resolve(key);
    try (SshHosts hosts = sandbox.hosts(user, UnknownHosts.REFUSE, identity)) {
      return hosts.host("orders", "alpha").run(command);
    }
  }

  private static void refused(String user, String key, String message) {
    assertThatThrownBy(() -> run(user, key, Command.of("true").asRoot()))
        .hasMessageContaining(message)
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.AUTHENTICATION))
        .satisfies(e -> assertThat(((UnderstudyException) e).remedy()).isNotBlank());
  }

  @Test
  void rsaKeysAreAccepted() throws IOException {
    Sandbox.key(sandbox.directory, "rsa", "rsa");
    Files.writeString(
        sandbox.directory.resolve("authorized_keys"),
        Files.readString(sandbox.directory.resolve("rsa.pub")),
        StandardOpenOption.APPEND);
    assertThat(run("root", "rsa", Command.of("true")).ok()).isTrue();
  }

  @Test
  void unknownKeysAreRefused() {
    Sandbox.key(sandbox.directory, "stranger", "ed25519");
    refused("root", "stranger", "does not accept the key");
  }

  @Test
  void unknownLoginsAreRefused() {
    refused("nobody-here", "id", "does not accept the key");
  }

  @Test
  void missingKeysAreNamed() {
    refused("root", "missing", "cannot be read");
  }

  @Test
  void keysWithAPassphraseAreNamed() throws IOException {
    Path key = sandbox.directory.resolve("locked");
    sandbox.inside("ssh-keygen -q -t ed25519 -N geheim -f " + key);
    refused("root", "locked", "passphrase");
  }

  @Test
  void filesThatAreNoKeysAreNamed() throws IOException {
    Files.writeString(sandbox.directory.resolve("garbage"), "not a key\n");
    refused("root", "garbage", "not a private key");
  }

  @Test
  void sudoThatAsksForAPasswordIsNamed() {
    sandbox.inside("mv /etc/sudoers.d/login /srv/");
    try {
      refused("login", "id", "sudo asks for a password");
    } finally {
      sandbox.inside("mv /srv/login /etc/sudoers.d/");
    }
    assertThat(run("login", "id", Command.of("id", "-u").asRoot()).stdout()).isEqualTo("0\n");
  }

  @Test
  void aLoginWithoutAShellIsNamed() {
    assertThatThrownBy(() -> run("locked-out", "id", Command.of("true")))
        .hasMessageContaining("not available")
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.PRECONDITION));
  }

  @Test
  void theHostSaysWhereTheServiceConnectsFrom() {
    try (SshHosts hosts = sandbox.hosts("login")) {
      assertThat(hosts.host("orders", "alpha").serviceAddress()).isEqualTo("127.0.0.1");
    }
  }

  @Test
  void unknownNodesAreWrongUsage() {
    try (SshHosts hosts = sandbox.hosts("login")) {
      assertThatThrownBy(() -> hosts.host("nothing", "alpha"))
          .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.USAGE));
      assertThatThrownBy(() -> hosts.files("orders", "zulu"))
          .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.USAGE));
    }
  }
}
