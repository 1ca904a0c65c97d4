package dev.understudy.audit;

import dev.understudy.audit.Silence.Kind;
import dev.understudy.store.Store;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** What people have said about findings; works in any process that can read the store. */
public final class Silences {
  private final Store store;

  public Silences(Store store) {
    this.store = store;
  }

  /** The newest first. */
  public List<Silence> list() {
    return store.reader().withHandle(SilenceTable::list);
  }

  /**
   * Why a finding is not told now, the one that lasts longest of several; empty when it is told.
   * Pure.
   */
  public static Optional<Silence> covering(
      List<Silence> silences, StoredFinding finding, Instant now) {
    return silences.stream()
        .filter(silence -> silence.holds(now) && silence.covers(finding))
        .max(Comparator.comparing(Silence::until));
  }

  /** Whether somebody works on a node, or on the whole cluster, now. Pure. */
  public static boolean maintained(
      List<Silence> silences, String cluster, String node, Instant now) {
    return silences.stream()
        .filter(silence -> silence.kind() == Kind.MAINTENANCE && silence.holds(now))
        .anyMatch(
            silence ->
                silence.cluster().equals(cluster)
                    && (silence.node().isEmpty() || silence.node().equals(node)));
  }

  /** Puts one down; its id says nothing yet. */
  public Silence put(Silence silence) {
    long[] id = new long[1];
    store.note(handle -> id[0] = SilenceTable.insert(handle, silence));
    return find(id[0]).orElseThrow();
  }

  /**
   * Ends one before its time.
   *
   * @param by who wants so
   */
  public void end(long id, Instant at, String by) {
    store.note(handle -> SilenceTable.end(handle, id, at, by));
  }

  public Optional<Silence> find(long id) {
    return list().stream().filter(silence -> silence.id() == id).findFirst();
  }
}
