package dev.understudy.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.audit.Silence;
import dev.understudy.audit.Silences;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.outbox.Delivery;
import dev.understudy.outbox.Outbox;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the store says is the matter arrives at a command that writes it down. */
@Timeout(60)
class TellingTest {
  private static final String AT = "2026-03-01T12:00:00.000Z";

  @TempDir Path directory;
  private Path told;
  private Configuration configuration;
  private Store store;

  @BeforeEach
  void open() throws IOException {
    told = directory.resolve("told");
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        notify:
          - { type: command, command: "echo $UNDERSTUDY_TITLE >> '%s'" }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
        """
            .formatted(told));
    configuration = new ConfigurationReader(Map.of(), directory).read(file);
    store = Store.openForWriting(directory.resolve("data"));
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void aFindingIsToldAndThatItIsOver() {
    finding("WARNING", "12 MiB behind");
    try (Telling telling = start()) {
      await("[warning] orders: bravo: 12 MiB behind");

      execute("UPDATE finding SET severity = 'CRITICAL', sentence = '2 GiB behind'");
      await("[critical] orders: bravo: 2 GiB behind");

      execute("UPDATE finding SET status = 'closed', closed_at = '" + AT + "'");
      await("[resolved] orders: no longer: bravo: 2 GiB behind");
    }
  }

  @Test
  void whatWasToldIsNotToldAgainByTheNextService() {
    finding("WARNING", "12 MiB behind");
    try (Telling telling = start()) {
      await("[warning] orders: bravo: 12 MiB behind");
    }
    execute("UPDATE finding SET status = 'closed', closed_at = '" + AT + "'");

    try (Telling telling = start()) {
      await("[resolved] orders: no longer: bravo: 12 MiB behind");
    }

    assertThat(subjects()).containsExactly("WARNING lag/bravo", "OK lag/bravo");
  }

  @Test
  void whatIsKeptQuietIsToldWhenTheQuietIsOver() {
    finding("WARNING", "12 MiB behind");
    Instant now = Instant.now();
    Silence silence =
        new Silences(store)
            .put(
                new Silence(
                    0,
                    Silence.Kind.SILENCE,
                    "orders",
                    "",
                    "bravo",
                    null,
                    "maria",
                    "new disks",
                    now.minusSeconds(1),
                    now.plusSeconds(3600),
                    null));
    run("r1", "provision", "failed");
    try (Telling telling = start()) {
      await("[warning] orders: provision failed: no route to bravo");
      assertThat(subjects()).containsExactly("WARNING run/provision");

      new Silences(store).end(silence.id(), Instant.now(), "maria");
      await("[warning] orders: bravo: 12 MiB behind");
    }
  }

  @Test
  void aRunThatFailedIsOverOnceALaterOneIsDone() {
    run("r1", "failover", "waiting");
    try (Telling telling = start()) {
      await("[critical] orders: failover waiting: no route to bravo");
      run("r2", "failover", "running");
      run("r3", "failover", "done");
      await("[resolved] orders: no longer: failover waiting: no route to bravo");
    }
  }

  private Telling start() {
    return Telling.start(store, configuration, Clock.systemUTC());
  }

  private void finding(String severity, String sentence) {
    execute(
        """
        INSERT INTO finding
          (cluster, check_id, node, status, severity, sentence, first_at, opened_at, seen_at)
        VALUES ('orders', 'lag', 'bravo', 'open', '%s', '%s', '%s', '%s', '%s')
        """
            .formatted(severity, sentence, AT, AT, AT));
  }

  private void run(String id, String workflow, String status) {
    execute("INSERT OR IGNORE INTO definition VALUES ('h', 'w', 's', 't', '" + AT + "')");
    execute(
        """
        INSERT INTO run (id, cluster, workflow, definition, inputs, urgency, mutates, status,
          reason, requested_by, created_at)
        VALUES ('%s', 'orders', '%s', 'h', '{}', 'routine', 1, '%s', 'no route to bravo', 'x', '%s')
        """
            .formatted(id, workflow, status, AT));
  }

  private void execute(String sql) {
    store.note(handle -> handle.execute(sql));
  }

  private List<String> subjects() {
    return Outbox.newest(store, 50).stream()
        .sorted(Comparator.comparingLong(Delivery::id))
        .map(one -> one.notification().severity() + " " + one.notification().subject())
        .toList();
  }

  private void await(String line) {
    BooleanSupplier there =
        () -> {
          try {
            return Files.exists(told) && Files.readAllLines(told).contains(line);
          } catch (IOException e) {
            return false;
          }
        };
    while (!there.getAsBoolean()) {
      Thread.onSpinWait();
    }
  }
}
