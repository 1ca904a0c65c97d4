package dev.understudy.watch;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one node.
 *
 * @param observedSince since when it has been looked at without a gap; whatever is demanded of a
 *     span of time can't be said before a whole span has passed from here
 * @param reading the newest answer of the server; stays, and ages, when the server falls silent
 * @param trouble why the newest question got no answer; null when it got one
 * @param troubledSince when the first of the questions in a row was asked that got no answer
 * @param door why no new connection was let in when one was last tried, although the kept one
 *     answers; null when it was
 * @param host the newest answer over SSH
 * @param hostTrouble why the newest question over SSH got no answer; null when it got one
 */
public record NodeSnapshot(
    String node,
    Moment observedSince,
    @Nullable Part<NodeReading> reading,
    @Nullable Part<SqlTrouble> trouble,
    @Nullable Moment troubledSince,
    @Nullable Part<SqlTrouble> door,
    @Nullable Part<HostReading> host,
    @Nullable Part<HostTrouble> hostTrouble) {

  /** Nothing is known yet. */
  static NodeSnapshot unseen(String node, Moment since) {
    return new NodeSnapshot(node, since, null, null, null, null, null, null);
  }

  /** The newest answer, whether or not the server has fallen silent since. */
  public Optional<NodeReading> lastReading() {
    return Optional.ofNullable(reading).map(Part::value);
  }

  /** Whether the newest question was answered. */
  public boolean answers() {
    return reading != null && trouble == null;
  }

  NodeSnapshot told(SqlAnswer answer, Moment asked) {
    if (answer instanceof NodeReading read) {
      return new NodeSnapshot(
          node, observedSince, new Part<>(read, asked), null, null, door, host, hostTrouble);
    }
    return new NodeSnapshot(
        node,
        observedSince,
        reading,
        new Part<>((SqlTrouble) answer, asked),
        troubledSince == null ? asked : troubledSince,
        null,
        host,
        hostTrouble);
  }

  NodeSnapshot door(@Nullable SqlTrouble found, Moment asked) {
    return new NodeSnapshot(
        node,
        observedSince,
        reading,
        trouble,
        troubledSince,
        found == null ? null : new Part<>(found, asked),
        host,
        hostTrouble);
  }

  NodeSnapshot told(HostAnswer answer, Moment asked) {
    boolean read = answer instanceof HostReading;
    return new NodeSnapshot(
        node,
        observedSince,
        reading,
        trouble,
        troubledSince,
        door,
        read ? new Part<>((HostReading) answer, asked) : host,
        read ? null : new Part<>((HostTrouble) answer, asked));
  }
}
