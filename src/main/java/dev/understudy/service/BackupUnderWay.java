package dev.understudy.service;

import dev.understudy.api.Started;
import dev.understudy.provision.Requests;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import java.util.Optional;

/** A base backup that is under way. */
final class BackupUnderWay {
  private BackupUnderWay() {}

  /**
   * One of another type that is under way: a second beside it would only wait for it.
   *
   * @param here whether this process carries runs out
   */
  static Optional<Started> another(Runs runs, String cluster, String type, boolean here) {
    return runs.unfinished().stream()
        .filter(run -> run.workflow().equals(Requests.BACKUP) && run.cluster().equals(cluster))
        .filter(run -> !run.status().isAtRest() && run.intent() == RunView.Intent.COMPLETE)
        .filter(run -> !type.equals(run.inputs().get(Requests.TYPE)))
        .findFirst()
        .map(run -> new Started(run.id(), here, note(run)));
  }

  private static String note(RunView run) {
    String type = run.inputs().getOrDefault(Requests.TYPE, "");
    String article = type.startsWith("i") ? "An " : "A ";
    return article + type + " backup is under way already: run " + run.id() + " is followed.";
  }
}
