package dev.understudy.cli;

import dev.understudy.api.BackupView;
import dev.understudy.api.Backups;
import dev.understudy.api.ClusterView;
import dev.understudy.api.Connect;
import dev.understudy.api.ErrorView;
import dev.understudy.api.NodeStatus;
import dev.understudy.api.NodeView;
import dev.understudy.api.Plan;
import dev.understudy.api.PlannedChange;
import dev.understudy.api.ProgressView;
import dev.understudy.api.RestoreRange;
import dev.understudy.api.RoleChange;
import dev.understudy.api.RunDetail;
import dev.understudy.api.RunEvent;
import dev.understudy.api.RunSummary;
import dev.understudy.api.ScheduleView;
import dev.understudy.api.Status;
import dev.understudy.api.StepDetail;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Records as a service would give them. */
final class Samples {
  private Samples() {}

  static Plan plan() {
    return new Plan(
        "orders",
        "alpha",
        List.of(
            change("alpha", "settings", "setting", "wal_level", "logical", "replica", true),
            change("bravo", "packages", "package", "postgresql-15", "", "15.14", false),
            change("bravo", "settings", "file", "/etc/a.conf", "x = 1\nold = 1\n", "x = 1\n", true),
            new PlannedChange(
                "bravo", "base-backup", "directory", "/data", "empty", "a copy", false, true)));
  }

  private static PlannedChange change(
      String node,
      String step,
      String kind,
      String subject,
      String before,
      String after,
      boolean restart) {
    return new PlannedChange(node, step, kind, subject, before, after, restart, false);
  }

  static Backups backups() {
    return new Backups(
        "orders",
        "s3://orders-wal/prod",
        List.of(
            backup("20260101-000000F", "full", true, "2026-01-01T00:00:00Z"),
            backup("20260102-000000I", "incremental", false, "2026-01-02T00:00:00Z")),
        List.of(
            new RestoreRange(
                "20260101-000000F",
                "0/3000138",
                "0/A000000",
                Instant.parse("2026-01-01T00:00:01Z"),
                Instant.parse("2026-01-03T00:00:00Z"))));
  }

  private static BackupView backup(String label, String type, boolean usable, String started) {
    return new BackupView(
        label,
        type,
        usable,
        Instant.parse(started),
        Instant.parse(started).plusSeconds(1),
        "0/3000028",
        "0/3000138",
        1L << 30,
        "000000010000000000000003",
        "000000010000000000000003",
        usable ? Instant.parse("2026-01-02T00:00:00Z") : null);
  }

  static Status status() {
    return new Status(
        "orders",
        3,
        "alpha",
        List.of(
            new NodeStatus(
                "alpha", "primary", "running", 2L, "0/5000148", null, null, null, null, null, null),
            new NodeStatus(
                "bravo",
                "standby",
                "streaming",
                2L,
                "0/5000148",
                "0/5000148",
                "0/4F00000",
                1_048_904L,
                true,
                false,
                null)),
        new Connect("postgresql://10.0.0.1:5432,10.0.0.2:5432/", "jdbc:postgresql://10.0.0.1/"));
  }

  static RoleChange change() {
    return new RoleChange(
        Instant.parse("2026-01-01T00:00:00Z"),
        "failover",
        "alpha",
        "bravo",
        4,
        1,
        "0/5000148",
        "ssh",
        "20260101-000000-abcd",
        "maria",
        "alpha is unplugged");
  }

  static RunSummary summary(String id) {
    return new RunSummary(
        id, "provision", "orders", "done", Cli.NOW.minusSeconds(60), Cli.NOW, null);
  }

  static ScheduleView schedule(@Nullable String status, @Nullable String reason) {
    return new ScheduleView(
        "orders/backup-full",
        "orders",
        "base-backup",
        "0 0 1 ? * SUN",
        Cli.NOW,
        new ScheduleView.LastFire(
            Cli.NOW.minusSeconds(60),
            Cli.NOW.minusSeconds(59),
            status == null ? "skipped" : "started",
            reason,
            status == null ? null : "4f2a",
            status));
  }

  static StepDetail step(String id, String node, String status, @Nullable ErrorView error) {
    return new StepDetail(
        id,
        node,
        status,
        1,
        Map.of("slot", "bravo"),
        error,
        Cli.NOW.minusSeconds(5),
        Cli.NOW,
        null);
  }

  static RunDetail run(String status, StepDetail... steps) {
    return new RunDetail(
        "4f2a",
        "provision",
        "orders",
        status,
        Cli.NOW.minusSeconds(41),
        Cli.NOW,
        null,
        List.of(steps));
  }

  static RunEvent event(
      int second,
      @Nullable String node,
      @Nullable String step,
      @Nullable String status,
      String sentence) {
    return new RunEvent(
        Cli.NOW.plusSeconds(second), "step", "4f2a", step, node, status, 1, sentence, null);
  }

  static RunEvent progress(long millis, long done, long total, @Nullable Long rate) {
    return new RunEvent(
        Cli.NOW.plusMillis(millis),
        "progress",
        "4f2a",
        "base-backup",
        "bravo",
        null,
        1,
        "",
        new ProgressView(done, total, "bytes", "", rate));
  }

  static ClusterView watched() {
    return new ClusterView(
        "orders",
        Instant.parse("2026-01-01T00:00:00Z"),
        List.of(
            node("alpha", 400L, "primary", "0/3000060", null, null),
            node("bravo", 9000L, "standby", null, "timed out", 8500L)));
  }

  private static NodeView node(
      String node,
      Long age,
      String role,
      @Nullable String lsn,
      @Nullable String trouble,
      @Nullable Long troubleMs) {
    return new NodeView(
        node,
        60_000,
        age,
        role,
        "7000000000000000001",
        1,
        lsn,
        null,
        null,
        null,
        null,
        null,
        List.of(),
        0,
        3,
        null,
        trouble,
        null,
        troubleMs,
        null,
        null,
        trouble == null ? null : "no SSH to bravo");
  }
}
