package dev.understudy.failover;

import java.util.List;

/** Has it changed for which standbys a cluster's commits wait. */
public interface WaitingStarter {
  /**
   * Starts a run.
   *
   * @param standbys for any one of them; empty: for nobody
   * @param urgent whether commits may hang until it is done
   * @throws dev.understudy.common.UnderstudyException when it was not started
   */
  void start(String cluster, List<String> standbys, boolean urgent, String reason);
}
