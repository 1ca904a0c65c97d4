package dev.understudy.steps;

import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.ReplicationSql;
import dev.understudy.postgres.SenderState;
import dev.understudy.workflow.StepContext;
import java.util.List;

/** A standby that a person wants copied anew: whether it may be set aside, and whether it was. */
final class SetAside {
  private static final String FIND =
      """
      grep -lsxF -e "$run" "$dir".understudy-[0-9]*T[0-9]*Z/"$note" | head -n 1
      """;

  private final Site site;
  private final Node node;
  private final PgCluster cluster;

  SetAside(Site site, Node node) {
    this.site = site;
    this.node = node;
    this.cluster = node.cluster();
  }

  /** The directory that this run kept; empty while it has set nothing aside. */
  String keptBy(StepContext context) {
    String script =
        "dir=%s\nrun=%s\nnote=%s\n"
                .formatted(
                    Shell.quote(cluster.dataDirectory()),
                    Shell.quote(context.runId()),
                    MoveAsideScript.NOTE)
            + FIND;
    String file =
        node.host()
            .run(Command.script(script).asRoot())
            .orThrow("look for the kept directory")
            .stdout()
            .strip();
    return file.isEmpty() ? "" : file.substring(0, file.lastIndexOf('/'));
  }

  /**
   * Proves that the node has a standby of this cluster that does not stream, and may be moved.
   *
   * @throws PreconditionException when it has none, or that one streams
   */
  void requireStandingStill(PrimaryFacts primary) {
    DataDirectoryFacts facts = DataDirectoryFacts.read(node, cluster);
    DataDirectoryVerdict verdict =
        DataDirectoryVerdict.judge(facts, primary.systemId(), primary.timeline());
    if (verdict instanceof DataDirectoryVerdict.Refused refused) {
      throw new PreconditionException(node.name(), refused.why(), refused.remedy());
    }
    if (!(verdict instanceof DataDirectoryVerdict.Standby)) {
      throw new PreconditionException(
          node.name(),
          facts.path() + " holds no standby of " + site.name(),
          "understudy provision " + site.name() + " copies it as it is");
    }
    DataDirectoryVerdict.immovable(facts)
        .ifPresent(
            refused -> {
              throw new PreconditionException(node.name(), refused.why(), refused.remedy());
            });
    requireNoStream();
  }

  private void requireNoStream() {
    ReplicationSql sql = new ReplicationSql(site.dialect());
    boolean streams =
        SenderState.list(site.primary().psql().query(sql.senders())).stream()
            .anyMatch(s -> s.applicationName().equals(node.name()) && s.streaming());
    if (streams) {
      throw new PreconditionException(
          node.name(),
          "it streams from " + site.primaryName() + ", so there is no need to copy it anew",
          "to copy it all the same, stop its server first");
    }
  }

  /**
   * Proves that there is room for a second copy.
   *
   * @throws PreconditionException when there is not
   */
  void requireRoom(PrimaryFacts primary) {
    List<Room.Place> places = Room.look(node, cluster.dataDirectory(), primary);
    long kept = KeptDirectory.list(node).stream().mapToLong(KeptDirectory::bytes).sum();
    for (Problem problem : Room.problems(node.name(), places, kept)) {
      throw new PreconditionException(node.name(), problem.message(), problem.remedy());
    }
  }
}
