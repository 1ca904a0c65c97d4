package dev.understudy.watch;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** The watch's board and its sense of time, for simulations that ask the nodes themselves. */
public final class OpenBoard {
  private final Continuity continuity;
  private final Board board;

  public OpenBoard(
      List<String> nodes, Moments moments, Duration gap, Consumer<ClusterSnapshot> changed) {
    this.continuity = new Continuity(moments, gap);
    this.board = new Board("orders", nodes, continuity, changed);
  }

  public ClusterSnapshot snapshot() {
    return board.snapshot();
  }

  /** The process makes sure that it is awake. */
  public void pulse() {
    continuity.look();
  }

  public boolean needsHost(String node) {
    return board.needsHost(node);
  }

  public Set<String> silentPeers(String node) {
    return board.silentPeers(node);
  }

  public void tell(Moment asked, String node, SqlAnswer answer) {
    board.tell(asked, node, known -> known.told(answer, asked));
  }

  public void tell(Moment asked, String node, HostAnswer answer) {
    board.tell(asked, node, known -> known.told(answer, asked));
  }
}
