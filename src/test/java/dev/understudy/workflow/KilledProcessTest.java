package dev.understudy.workflow;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process on a real clock, killed without warning, and its successor. */
class KilledProcessTest {
  private static final String JOB =
      """
      name: job
      steps:
        - { id: one, uses: heal, retry: { attempts: 5, backoff: 5s } }
      """;

  @TempDir Path data;
  private final List<Process> children = new ArrayList<>();

  @BeforeEach
  void workflow() throws IOException {
    Files.createDirectories(data.resolve("workflows"));
    Files.writeString(data.resolve("workflows/job.yaml"), JOB);
  }

  @AfterEach
  void endChildren() {
    children.forEach(Process::destroyForcibly);
  }

  private Process child(String... options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx200m");
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(ChildService.class.getName(), data.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    children.add(process);
    BufferedReader out =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    assertThat(out.readLine()).isEqualTo("ready");
    return process;
  }

  private static void await(Runs runs, String run, RunStatus status) {
    Await.until(
        () -> String.valueOf(runs.events(run, 0)),
        () -> runs.find(run).orElseThrow().status() == status);
  }

  @Test
  void aRetryFiresAtTheStoredTimeAfterSigkillInTheBackoff() throws Exception {
    Process first = child();
    try (Store store = Store.openForReading(data)) {
      Runs runs = new Runs(store.reader());
      Signals signals = Signals.remote(store, Clock.systemUTC());
      Signal start = Signal.start("job", "orders", Map.of(), "test");
      String run = signals.ask(start, Duration.ofSeconds(20)).orThrow();
      Await.until(
          () -> String.valueOf(runs.events(run, 0)),
          () -> runs.steps(run).stream().anyMatch(s -> s.status() == StepStatus.WAITING));
      Instant due = runs.steps(run).get(0).notBefore();
      first.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
      Files.writeString(data.resolve("heal"), "");
      child();
      await(runs, run, RunStatus.DONE);

      List<String> tries = Files.readAllLines(data.resolve("tries"));
      assertThat(tries).hasSize(2);
      assertThat(Instant.parse(tries.get(1))).isAfterOrEqualTo(due);
      assertThat(runs.events(run, 0))
          .filteredOn(event -> event.kind().equals("run.taken_over"))
          .singleElement()
          .satisfies(event -> assertThat(event.text()).contains("is gone"));
    }
  }

  @Test
  void theNamedCrashPointEndsTheProcessAndTheNextOneFinishes() throws Exception {
    Files.writeString(data.resolve("heal"), "");
    Process first = child("-Dunderstudy.crash=after-apply:one");
    try (Store store = Store.openForReading(data)) {
      Runs runs = new Runs(store.reader());
      Signals signals = Signals.remote(store, Clock.systemUTC());
      signals.send(Signal.start("job", "orders", Map.of(), "test"));
      assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
      assertThat(first.exitValue()).isEqualTo(CrashPoints.EXIT_STATUS);
      String run = runs.list("orders").get(0).id();
      assertThat(runs.steps(run).get(0).status()).isEqualTo(StepStatus.RUNNING);
      child();
      await(runs, run, RunStatus.DONE);

      assertThat(Files.readAllLines(data.resolve("tries"))).hasSize(1);
    }
  }
}
