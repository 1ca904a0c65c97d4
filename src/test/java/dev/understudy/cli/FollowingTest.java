package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.ErrorView;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FollowingTest {
  private static final long MIB = 1 << 20;

  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void cli() throws IOException {
    cli = new Cli(directory);
    cli.understudy.runs.add(Samples.summary("4f2a"));
    cli.understudy.detail =
        Samples.run(
            "done",
            Samples.step("slots", "alpha", "satisfied", null),
            Samples.step("base-backup", "bravo", "done", null));
  }

  @Test
  void withoutATerminalEachEventIsALine() {
    cli.understudy.note = "takes over from a process that is gone";
    cli.understudy.events.add(Samples.event(0, null, null, "running", ""));
    cli.understudy.events.add(Samples.event(1, "bravo", "base-backup", "running", ""));
    cli.understudy.events.add(Samples.progress(3_000, 71 * MIB, 166 * MIB, 20 * MIB));
    cli.understudy.events.add(Samples.progress(4_000, 91 * MIB, 166 * MIB, 20 * MIB));
    cli.understudy.events.add(Samples.progress(5_000, 111 * MIB, 166 * MIB, 20 * MIB));
    cli.understudy.events.add(Samples.progress(5_500, 166 * MIB, 166 * MIB, 20 * MIB));
    cli.understudy.events.add(Samples.event(6, "bravo", "base-backup", "done", "verified"));

    assertThat(cli.run("provision", "orders")).isZero();

    assertThat(cli.out())
        .isEqualTo(
            """
            2026-11-24T21:40:00Z orders run 4f2a running
            2026-11-24T21:40:01Z orders bravo base-backup running
            2026-11-24T21:40:03Z orders bravo base-backup 42% 71 MiB of 166 MiB, 20 MiB/s
            2026-11-24T21:40:05Z orders bravo base-backup 66% 111 MiB of 166 MiB, 20 MiB/s
            2026-11-24T21:40:05Z orders bravo base-backup 100% 166 MiB of 166 MiB, 20 MiB/s
            2026-11-24T21:40:06Z orders bravo base-backup done: verified
            Run 4f2a is done after 41 s: 1 step carried out, 1 found their goal met
            """);
    assertThat(cli.err()).isEqualTo("takes over from a process that is gone\n");
    assertThat(cli.understudy.asked)
        .containsExactly("provision orders", "run 4f2a", "follow 4f2a", "rest 4f2a");
    assertThat(cli.onInterrupt).isEmpty();
  }

  @Test
  void aRateThatIsNotToldIsWorkedOut() {
    cli.understudy.events.add(Samples.progress(0, 10 * MIB, 100 * MIB, null));
    cli.understudy.events.add(Samples.progress(2_000, 50 * MIB, 100 * MIB, null));

    cli.run("provision", "orders");

    assertThat(cli.out()).contains("50% 50 MiB of 100 MiB, 20 MiB/s");
  }

  @Test
  void aRunThatFoundAllGoalsMetSaysSo() {
    cli.understudy.detail = Samples.run("done", Samples.step("slots", "alpha", "satisfied", null));

    assertThat(cli.run("provision", "orders")).isZero();

    assertThat(cli.out()).startsWith("Nothing to change: run 4f2a").contains("(1 step)");
  }

  @Test
  void aRunThatWaitsNamesReasonRemedyAndTheWaysOn() {
    cli.understudy.detail =
        Samples.run(
            "waiting",
            Samples.step("slots", "alpha", "done", null),
            Samples.step(
                "base-backup",
                "bravo",
                "failed",
                new ErrorView("no space", "bravo", "the disk is full", "free 2 GiB")));

    assertThat(cli.run("--config", cli.file.toString(), "provision", "orders")).isEqualTo(1);

    String command = "understudy --config " + cli.file + " run ";
    assertThat(cli.err())
        .isEqualTo(
            "error: bravo: base-backup: the disk is full\n"
                + "remedy: free 2 GiB\n"
                + "Run 4f2a waits for a person\n"
                + "To go on:\n"
                + ("  " + command + "retry 4f2a base-backup@bravo\n")
                + ("  " + command + "skip 4f2a base-backup@bravo --reason '…'\n")
                + ("  " + command + "cancel 4f2a\n"));
  }

  @ParameterizedTest
  @CsvSource({
    "paused, To go on: understudy run resume 4f2a",
    "failed, To see it: understudy run show 4f2a",
    "cancelled, To see it: understudy run show 4f2a"
  })
  void aRunThatRestsOtherwiseFails(String status, String hint) {
    cli.understudy.detail = Samples.run(status);

    assertThat(cli.run("provision", "orders")).isEqualTo(1);

    assertThat(cli.err()).contains("Run 4f2a is " + status).contains(hint);
  }

  @Test
  void aRunThatWaitsForAnotherGoesOnWithoutRetrying() {
    cli.understudy.detail = Samples.run("waiting", Samples.step("slots", "alpha", "paused", null));

    assertThat(cli.run("provision", "orders")).isEqualTo(1);

    assertThat(cli.err()).contains("To go on: understudy run resume 4f2a").doesNotContain("retry");
  }

  @Test
  void inJsonTheRunIsOneObjectAndEventsGoToStandardError() {
    cli.understudy.events.add(Samples.event(1, "bravo", "base-backup", "running", ""));

    assertThat(cli.run("provision", "orders", "--json")).isZero();

    assertThat(Json.read(cli.out()).get("status").asText()).isEqualTo("done");
    assertThat(cli.err()).contains("bravo base-backup running");
  }

  @Test
  void whoDoesNotFollowIsToldTheRun() {
    assertThat(cli.run("provision", "orders", "--no-follow")).isZero();
    assertThat(cli.out()).contains("Run 4f2a is started").contains("run show 4f2a");

    assertThat(cli.run("provision", "orders", "--no-follow", "--json")).isZero();
    assertThat(cli.out()).isEqualTo("{\"run\":\"4f2a\"}\n");
    assertThat(cli.understudy.asked).doesNotContain("follow 4f2a");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void anInterruptionSaysHowToGoOn(boolean here) {
    cli.understudy.here = here;
    cli.understudy.whileFollowing =
        () -> {
          cli.onInterrupt.get(0).run();
          throw new UnderstudyException(ErrorClass.UNKNOWN, "run", "closed", null, null);
        };

    assertThat(cli.run("provision", "orders")).isEqualTo(1);

    assertThat(cli.err())
        .isEqualTo(
            here
                ? "Run 4f2a rests at its next safe point.\n"
                    + "To go on: understudy run resume 4f2a\n"
                : "Run 4f2a goes on in the service.\n"
                    + "To see it: understudy run show 4f2a\n"
                    + "To stop it: understudy run pause 4f2a\n");
    assertThat(cli.understudy.closed).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "detach orders|detach orders",
        "remove-node orders bravo|remove-node orders bravo",
        "copy-anew orders bravo --yes|copy-anew orders bravo",
        "rejoin orders alpha|rejoin orders alpha",
        "switchover orders --to bravo --yes|switchover orders bravo",
        "failover orders --to bravo --force --reason fire --yes|failover FailoverOrder["
            + "cluster=orders, node=bravo, forced=true, dataLoss=false, reason=fire]",
        "run resume last|control 4f2a Resume[]",
        "run retry 4f|control 4f2a Retry[steps=[]]",
        "run retry 4f2a slots|control 4f2a Retry[steps=[StepRef[step=slots, node=Optional.empty]]]",
        "run skip last base-backup@bravo --reason why|control 4f2a Skip[steps=[StepRef["
            + "step=base-backup, node=Optional[bravo]]], reason=why]",
      })
  void theOtherCommandsThatStartWorkFollowItToo(String words, String asked) {
    assertThat(cli.run(words.split(" "))).isZero();

    assertThat(cli.understudy.asked).contains(asked, "follow 4f2a");
  }

  @Test
  void aCancelledRunIsWhatCancelWanted() {
    cli.understudy.detail = Samples.run("cancelled");

    assertThat(cli.run("run", "cancel", "last")).isZero();

    assertThat(cli.out()).isEqualTo("Run 4f2a is cancelled\n");
  }

  @Test
  void pausingDoesNotFollow() {
    assertThat(cli.run("run", "pause", "last")).isZero();

    assertThat(cli.understudy.asked).contains("control 4f2a Pause[]").doesNotContain("follow 4f2a");
    assertThat(cli.out()).contains("To go on: understudy run resume 4f2a");
  }

  @Test
  void aStepThatTheRunDoesNotHaveIsWrongUsage() {
    assertThat(cli.run("run", "retry", "last", "slots@bravo")).isEqualTo(64);

    assertThat(cli.err())
        .contains("there is no step slots on bravo")
        .contains("its steps: slots@alpha, base-backup@bravo");
    assertThat(cli.understudy.asked).noneMatch(call -> call.startsWith("control"));
  }

  @Test
  void aRunThatIsNotClearIsWrongUsage() {
    cli.understudy.runs.add(Samples.summary("4f77"));

    assertThat(cli.run("run", "show", "4f")).isEqualTo(64);
    assertThat(cli.err()).contains("2 runs begin like this").contains("4f2a, 4f77");

    assertThat(cli.run("run", "show", "9")).isEqualTo(64);
    assertThat(cli.err()).contains("there is no such run");
  }
}
