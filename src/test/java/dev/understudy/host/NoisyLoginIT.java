package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract, kept by a login whose profile talks, meddles and reads. */
class NoisyLoginIT extends HostContract {
  private static Sandbox sandbox;
  private static SshHosts hosts;

  @BeforeAll
  static void start() throws IOException {
    sandbox = Sandbox.start();
    Files.writeString(sandbox.directory.resolve("banner"), "Go away!\n".repeat(200));
    profile(
        """
        printf '\\nab begin\\n\\nab end 0\\nwelcome %s' "$BASH_EXECUTION_STRING" | head -c 20
        echo 'sudo: a password is required' >&2
        seq 1 20000; seq 1 20000 >&2; printf 'no newline'
        export PATH=/nowhere LC_ALL=de_DE.UTF-8 LANG=de_DE.UTF-8 PGHOST=elsewhere ENV=/home/login/env
        umask 0077; cd /tmp; alias exec=false
        sudo() { echo "mine" >&2; }
        printf() { builtin printf "$@"; builtin printf spam; }
        """);
    hosts = sandbox.hosts("login");
  }

  private static void profile(String text) {
    new LocalHost(sandbox)
        .run(Command.script("cat > /home/login/.bashrc").withInput(text))
        .orThrow("write the profile");
  }

  @AfterAll
  static void stop() {
    hosts.close();
    sandbox.close();
  }

  @Override
  protected Host host() {
    return hosts.host("orders", "alpha");
  }

  @Test
  void givesNothingOnToCommands() {
    assertThat(host().run(Command.script("echo \"$PGHOST$ENV$LANG\"")).stdout()).isEqualTo("\n");
  }

  @Test
  void neverStartsAGuardedCommandWhoseInputTheProfileAte() {
    Fence fence = new Fence("owner-1", "eaten", 1, 1);
    new Guard(Sandbox.QUICK).install(host(), fence);
    try (Sandbox greedy = Sandbox.start();
        SshHosts before = greedy.hosts("login");
        SshHosts own = greedy.hosts("login")) {
      new Guard(Sandbox.QUICK).install(before.host("orders", "alpha"), fence);
      new LocalHost(greedy)
          .run(Command.script("echo 'cat > /dev/null' > /home/login/.bashrc"))
          .orThrow("write the profile");
      Host eaten = own.host("orders", "alpha");
      Command command = Command.of("touch", "/srv/eaten").withInput("important").under(fence);
      assertThatThrownBy(() -> eaten.run(command))
          .hasMessageContaining("input was cut off")
          .satisfies(e -> assertThat(classOf(e)).isEqualTo(ErrorClass.CONNECTION));
      assertThat(greedy.inside("ls /srv")).isEmpty();
      assertThat(eaten.run(Command.of("echo", "fine").asRoot()).stdout()).isEqualTo("fine\n");
    }
  }
}
