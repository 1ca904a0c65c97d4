package dev.understudy.simulation.failover;

import dev.understudy.postgres.LastPrimary;
import dev.understudy.store.FailoverRow;
import dev.understudy.store.RegisteredCluster;
import dev.understudy.store.RegisteredPermission;
import dev.understudy.wal.Lsn;
import dev.understudy.workflow.MemoryEngine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the service's store holds; it outlives the service. */
final class MemoryStore {
  static final String OWNER = "7d0b6a5e-0000-4000-8000-000000000001";
  static final String SYSTEM = "7000000000000000001";

  final MemoryEngine.Kept runs = new MemoryEngine.Kept();
  final List<Change> changes = new ArrayList<>();
  final List<Start> starts = new ArrayList<>();
  String primary = "alpha";
  long epoch = 1;
  @Nullable RegisteredPermission permission;
  Optional<LastPrimary> lastKnown = Optional.empty();

  /** A permission as it is sent; milliseconds of the host's boot-time clock. */
  record Renewal(long epoch, long generation, int boot, long until) {}

  /** A failover that the service began by itself. */
  record Start(Instant at, String run) {}

  /** A failover or switchover, as far as it has come. */
  static final class Change {
    final String run;
    final long epoch;
    final String old;
    final int timeline;
    final long position;
    final Instant begunAt;
    boolean sshAnswered;
    String proof = "";
    String candidate = "";
    @Nullable String salvage;
    boolean asked;
    boolean ended;
    boolean told;

    Change(String run, long epoch, String old, int timeline, long position, Instant begunAt) {
      this.run = run;
      this.epoch = epoch;
      this.old = old;
      this.timeline = timeline;
      this.position = position;
      this.begunAt = begunAt;
    }

    FailoverRow row() {
      FailoverRow row = FailoverRow.begun(run, "orders", epoch, old, timeline, "", begunAt);
      return new FailoverRow(
          row.run(),
          row.cluster(),
          row.epoch(),
          row.oldPrimary(),
          row.timeline(),
          row.position(),
          row.begunAt(),
          row.fencing(),
          row.proof(),
          row.candidate(),
          row.choice(),
          row.salvage(),
          row.askedAt(),
          ended ? Optional.of(begunAt) : Optional.empty(),
          row.toldAt());
    }
  }

  MemoryStore(Setup setup) {
    if (setup.byLease()) {
      List<String> others = List.of("bravo", "charlie").subList(0, setup.nodes() - 1);
      permission = new RegisteredPermission("orders", "alpha", 1, 1, false, false, others, 1, true);
    }
  }

  Optional<Change> change(String run) {
    return changes.stream().filter(change -> change.run.equals(run)).findFirst();
  }

  RegisteredCluster cluster() {
    return new RegisteredCluster("orders", epoch, primary, SYSTEM, Instant.EPOCH, Instant.EPOCH);
  }

  /** Newest first. */
  List<FailoverRow> rows() {
    List<FailoverRow> rows = new ArrayList<>();
    for (int i = changes.size() - 1; i >= 0; i--) {
      rows.add(changes.get(i).row());
    }
    return rows;
  }

  /** Whether the cluster still had the epoch, which is the next one now. */
  boolean changePrimary(long before, String node) {
    if (epoch != before) {
      return false;
    }
    epoch++;
    primary = node;
    return true;
  }

  static Optional<Lsn> lsn(long position) {
    return position < 0 ? Optional.empty() : Optional.of(new Lsn(position));
  }
}
