package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import java.time.Duration;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What every kind of host owes to those who use it. */
public abstract class HostContract {
  static final Fence FENCE = new Fence("owner-1", "contract", 1, 1);

  /** The host to be proved; made anew or kept, as it likes. */
  protected abstract Host host();

  static ErrorClass classOf(Throwable error) {
    return ((UnderstudyException) error).errorClass();
  }

  @Test
  void separatesOutputErrorsAndStatus() {
    CommandResult result = host().run(Command.script("echo out; echo err >&2; exit 7"));
    assertThat(result.stdout()).isEqualTo("out\n");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(result.exit()).isEqualTo(7);
    assertThat(result.truncated()).isFalse();
  }

  @Test
  void addsNothingToOutputWithoutNewline() {
    assertThat(host().run(Command.script("printf x")).stdout()).isEqualTo("x");
    assertThat(host().run(Command.script("true")).stdout()).isEmpty();
    assertThat(host().run(Command.script("printf '\\n\\n'")).stdout()).isEqualTo("\n\n");
  }

  @Test
  void handsInputOverExactly() {
    byte[] input = new byte[300_000];
    new Random(7).nextBytes(input);
    CommandResult result = host().run(Command.script("base64 -w 0").withInput(input));
    assertThat(Base64.getDecoder().decode(result.stdout())).isEqualTo(input);
  }

  @Test
  void endsInputWhereThereIsNone() {
    assertThat(host().run(Command.script("cat; echo done")).stdout()).isEqualTo("done\n");
  }

  @Test
  void copesWithInputThatNobodyReads() {
    CommandResult result =
        host().run(Command.script("exec 0<&-; echo done").withInput(new byte[5_000_000]));
    assertThat(result.stdout()).isEqualTo("done\n");
  }

  @Test
  void becomesRootAndOthers() {
    assertThat(host().run(Command.of("id", "-un").asRoot()).stdout()).isEqualTo("root\n");
    CommandResult other = host().run(Command.script("id -un; id -Gn; echo $HOME").as("worker"));
    assertThat(other.stdout()).isEqualTo("worker\nworker\n/home/worker\n");
  }

  @Test
  void saysThatAUserIsMissing() {
    assertThatThrownBy(() -> host().run(Command.of("id").as("nobody-here")))
        .isInstanceOf(HostException.class)
        .hasMessageContaining("nobody-here")
        .satisfies(e -> assertThat(classOf(e)).isEqualTo(ErrorClass.PRECONDITION));
  }

  @Test
  void hasAPlainEnvironment() {
    CommandResult result = host().run(Command.script("pwd; umask; env").asRoot());
    assertThat(result.stdout())
        .startsWith("/\n0022\n")
        .contains("LC_ALL=C\n", "/usr/sbin")
        .doesNotContain("LANG=");
  }

  @Test
  void reportsTheSignalThatEndedACommand() {
    assertThat(host().run(Command.script("kill -9 $$")).exit()).isEqualTo(137);
  }

  @Test
  void keepsOutputBounded() {
    Command command = Command.script("yes | head -c 3000000; echo late >&2").keeping(1000);
    CommandResult result = host().run(command);
    assertThat(result.stdout()).hasSize(1000);
    assertThat(result.stderr()).isEqualTo("late\n");
    assertThat(result.truncated()).isTrue();
    assertThat(result.exit()).isZero();
  }

  @Test
  void survivesBinaryOutput() {
    CommandResult result =
        host().run(Command.script("head -c 100000 /dev/urandom; echo; echo end"));
    assertThat(result.exit()).isZero();
    assertThat(result.stdout()).endsWith("\nend\n");
  }

  @Test
  void doesNotBelieveImitatedMarkers() {
    String nonce = "0123456789abcdef0123456789abcdef";
    String script =
        "printf '\\n%s begin\\n' "
            + nonce
            + "; echo real; printf '\\n%s end 0\\n' "
            + nonce
            + "; printf '\\n%s refused older x 9 9\\n' "
            + nonce
            + "; exit 5";
    CommandResult result = host().run(Command.script(script));
    assertThat(result.exit()).isEqualTo(5);
    assertThat(result.stdout()).contains("real", nonce + " end 0");
  }

  @Test
  void takesLongScripts() {
    String value = "x y".repeat(30_000) + "'";
    String script = "printf %s " + Shell.quote(value) + " | wc -c";
    assertThat(host().run(Command.script(script)).stdout().strip()).isEqualTo("90001");
  }

  @Test
  void refusesScriptsThatNoCommandLineHolds() {
    assertThatThrownBy(() -> host().run(Command.script("# " + "x".repeat(200_000))))
        .satisfies(e -> assertThat(classOf(e)).isEqualTo(ErrorClass.PRECONDITION));
  }

  @Test
  void givesUpAfterTheLimit() {
    assertThatThrownBy(() -> host().run(Command.of("sleep", "60").within(Duration.ofSeconds(1))))
        .satisfies(e -> assertThat(classOf(e)).isEqualTo(ErrorClass.TIMEOUT));
  }

  @Test
  void runsFencedCommandsThroughTheGuard() {
    new Guard(Sandbox.QUICK).install(host(), FENCE);
    Command command =
        Command.script("cat; echo err >&2; id -un; exit 4").withInput("in\n").as("worker");
    CommandResult result = host().run(command.under(FENCE));
    assertThat(result.stdout()).isEqualTo("in\nworker\n");
    assertThat(result.stderr()).isEqualTo("err\n");
    assertThat(result.exit()).isEqualTo(4);
  }

  @Test
  void refusesAnOlderFence() {
    new Guard(Sandbox.QUICK).install(host(), FENCE);
    host().run(Command.of("true").under(new Fence("owner-1", "refusal", 1, 5)));
    Command older = Command.of("touch", "/run/older").under(new Fence("owner-1", "refusal", 1, 4));
    assertThatThrownBy(() -> host().run(older))
        .satisfies(e -> assertThat(classOf(e)).isEqualTo(ErrorClass.FENCED));
    assertThat(host().run(Command.of("ls", "/run/older")).ok()).isFalse();
  }
}
