package dev.understudy.failover;

import dev.understudy.postgres.LastPrimary;

/** Starts a failover; a run of the workflow, which fences before it promotes. */
@FunctionalInterface
public interface FailoverStarter {
  /**
   * Starts it, or joins the one that is under way.
   *
   * @param verdict what allows it
   * @param last what is known of the primary that is gone
   * @return the run's id
   * @throws dev.understudy.common.UnderstudyException when none is started, with the reason
   */
  String start(Verdict verdict, LastPrimary last);
}
