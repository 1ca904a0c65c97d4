package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.config.Looks;
import dev.understudy.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/** What audits found, kept in the store: each finding opens, gets graver or milder, and closes. */
public final class Findings {
  private final Store store;

  public Findings(Store store) {
    this.store = store;
  }

  /**
   * Something about a finding changed.
   *
   * @param severity OK when it closed
   */
  public record Change(
      long id, String cluster, FindingKey key, Severity severity, String sentence) {}

  /**
   * Those that are open, the newest first.
   *
   * @param all with those that were closed
   */
  public List<StoredFinding> list(boolean all) {
    return store.reader().withHandle(handle -> FindingTable.list(handle, all));
  }

  /** One with its history. */
  public Optional<StoredFinding> find(long id) {
    return store.reader().withHandle(handle -> FindingTable.find(handle, id));
  }

  /** When a check was carried out last by schedule. */
  public Optional<Instant> lastLook(String cluster, CheckId check) {
    return store.reader().withHandle(handle -> FindingTable.lastLook(handle, cluster, check.id()));
  }

  /**
   * Takes in what a look by schedule found.
   *
   * @param looked the checks that were due
   * @return what has changed by it
   */
  List<Change> take(String cluster, Set<CheckId> looked, LookResult result, Instant at) {
    return store
        .writer()
        .inTransaction(handle -> new Taking(handle, cluster, at).take(looked, result));
  }

  /** Lets go of those that were closed before, and of silences that were over then. */
  void forget(Instant closedBefore) {
    store
        .writer()
        .useTransaction(
            handle -> {
              FindingTable.forget(handle, closedBefore);
              SilenceTable.forget(handle, closedBefore);
            });
  }

  /** One look within its transaction. */
  private static final class Taking {
    private final Handle handle;
    private final String cluster;
    private final Instant at;
    private final Map<FindingKey, FindingTable.Row> rows;
    private final Set<String> silent = new HashSet<>();
    private boolean noPrimary;
    private final List<Change> changes = new ArrayList<>();

    Taking(Handle handle, String cluster, Instant at) {
      this.handle = handle;
      this.cluster = cluster;
      this.at = at;
      this.rows = new HashMap<>(FindingTable.current(handle, cluster));
      rows.keySet().forEach(this::explain);
    }

    /** That nothing else is known of a silent node, or without a primary, is no finding. */
    private void explain(FindingKey key) {
      if (key.check().equals(CheckId.SERVER_ANSWERS.id())) {
        silent.add(key.node());
      }
      noPrimary |= key.check().equals(CheckId.NO_PRIMARY.id());
    }

    private boolean explained(FindingKey key, CheckId check) {
      return silent.contains(key.node()) || (noPrimary && check.group() == CheckGroup.WATCH);
    }

    List<Change> take(Set<CheckId> looked, LookResult result) {
      Map<FindingKey, Checked> found = new LinkedHashMap<>();
      result.found().forEach(one -> found.put(one.key(), one));
      result.seen().stream()
          .filter(one -> one.finding().severity().graverThan(Severity.UNKNOWN))
          .map(Checked::key)
          .forEach(this::explain);
      found.forEach((key, one) -> one(key, one.check(), one.finding()));
      if (result.whole()) {
        looked.forEach(check -> gone(check, found.keySet()));
      }
      looked.forEach(check -> FindingTable.looked(handle, cluster, check.id(), at));
      return changes;
    }

    private void gone(CheckId check, Set<FindingKey> found) {
      rows.keySet().stream()
          .filter(key -> key.check().equals(check.id()) && !found.contains(key))
          .toList()
          .forEach(
              key -> one(key, check, Finding.ok(check.id(), "there is nothing left to judge")));
    }

    private void one(FindingKey key, CheckId check, Finding found) {
      FindingTable.Row row = rows.get(key);
      Severity seen = found.severity();
      boolean known = seen == Severity.UNKNOWN && row == null && explained(key, check);
      Looks needed = needed(check, seen);
      Judgement.Next next =
          known
              ? new Judgement.Next(Judgement.Change.NOTHING, null)
              : Judgement.next(row == null ? null : row.judgement(), seen, needed);
      write(key, row, next, found);
    }

    /** A server may miss a beat; then nothing is known for one look. */
    private static Looks needed(CheckId check, Severity seen) {
      Looks declared = check.looks();
      return seen == Severity.UNKNOWN && check.group() == CheckGroup.WATCH
          ? new Looks(Math.max(2, declared.toOpen()), declared.toClose())
          : declared;
    }

    private void write(
        FindingKey key, FindingTable.@Nullable Row row, Judgement.Next next, Finding found) {
      Judgement now = next.now();
      if (row == null) {
        if (now != null) {
          long id = FindingTable.insert(handle, cluster, key, now, found, at);
          tell(next.change(), id, key, now.severity(), found);
        }
        return;
      }
      if (now == null) {
        end(key, row, next.change(), found);
        return;
      }
      if (!now.equals(row.judgement())) {
        FindingTable.judge(handle, row.id(), now, at);
      }
      if (found.severity() != Severity.OK) {
        FindingTable.seen(handle, row.id(), found, at);
      }
      tell(next.change(), row.id(), key, now.severity(), found);
    }

    private void end(FindingKey key, FindingTable.Row row, Judgement.Change change, Finding found) {
      if (change == Judgement.Change.DROPPED) {
        FindingTable.drop(handle, row.id());
      } else {
        FindingTable.close(handle, row.id(), at);
        SilenceTable.endAcknowledgement(handle, row.id(), at, "it closed");
        tell(change, row.id(), key, Severity.OK, found);
      }
    }

    private void tell(
        Judgement.Change change, long id, FindingKey key, Severity severity, Finding found) {
      switch (change) {
        case GRAVER -> {
          SilenceTable.endAcknowledgement(handle, id, at, "it got graver");
          note(id, key, severity, found);
        }
        case OPENED, MILDER, CLOSED -> note(id, key, severity, found);
        case NOTHING, PENDING, KEPT, DROPPED -> {}
      }
    }

    private void note(long id, FindingKey key, Severity severity, Finding found) {
      FindingTable.change(handle, id, severity, found.sentence(), at);
      changes.add(new Change(id, cluster, key, severity, found.sentence()));
    }
  }
}
