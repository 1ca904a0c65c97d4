package dev.understudy.service;

import dev.understudy.api.Reload;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationDiff;
import dev.understudy.config.ConfigurationDiff.Difference;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the file again in a service that runs; until it is found to be good, nothing changes. */
final class Reloading {
  private static final Logger LOG = LoggerFactory.getLogger(Reloading.class);

  private final Serving serving;
  private final Runs runs;

  Reloading(Serving serving, Runs runs) {
    this.serving = serving;
    this.runs = runs;
  }

  /**
   * Reads the file of a configuration again, and goes on with what it says.
   *
   * @throws UnderstudyException CONFIGURATION when the file is not good, PRECONDITION when a run
   *     needs what would go; the former configuration stays
   */
  Reload reload(Configuration before, String who) {
    try {
      Configuration next = ConfigurationReader.ofProcess().read(before.file());
      List<Difference> all = ConfigurationDiff.between(before, next);
      requireNoRun(before, next);
      Reload reload = split(all);
      if (!reload.changes().isEmpty()) {
        follow(before, before.followedBy(next));
      }
      tell(before, reload, who);
      return reload;
    } catch (Halfway e) {
      throw e;
    } catch (UnderstudyException e) {
      LOG.error(
          "{} was read again for {} and is not used; what held before still holds: {}",
          before.file(),
          who,
          before.secrets().mask(String.valueOf(e.getMessage())));
      throw e;
    }
  }

  private void follow(Configuration before, Configuration next) {
    try {
      serving.follow(next);
    } catch (RuntimeException e) {
      LOG.error("{} is used in part only", before.file(), e);
      throw new Halfway(before.file().toString(), e);
    }
  }

  /** The file is good, and something else went wrong on the way. */
  private static final class Halfway extends UnderstudyException {
    private static final long serialVersionUID = 1L;

    private Halfway(String file, RuntimeException cause) {
      super(
          ErrorClass.UNKNOWN,
          file,
          "the file is good, and this service uses it in part only",
          "start the service again; its log says what went wrong",
          cause);
    }
  }

  private static Reload split(List<Difference> all) {
    Map<Boolean, List<String>> parts =
        all.stream()
            .collect(
                Collectors.partitioningBy(
                    Difference::needsRestart,
                    Collectors.mapping(Difference::toString, Collectors.toList())));
    return new Reload(parts.get(false), parts.get(true));
  }

  /** A run under way whose cluster or node is gone would stop half way. */
  private void requireNoRun(Configuration before, Configuration next) {
    for (RunView run : runs.unfinished()) {
      ClusterConfig old = before.clusters().get(run.cluster());
      ClusterConfig fresh = next.clusters().get(run.cluster());
      boolean goes =
          old != null
              && (fresh == null || !fresh.nodes().keySet().containsAll(old.nodes().keySet()));
      if (goes && !run.status().isAtRest()) {
        throw new PreconditionException(
            run.cluster(),
            "the file has the cluster or one of its nodes no more, and run "
                + run.id()
                + " is under way",
            "wait for its end, or cancel it: understudy run cancel " + run.id());
      }
    }
  }

  private static void tell(Configuration configuration, Reload reload, String who) {
    LOG.info(
        "{} was read again for {}: {} changes",
        configuration.file(),
        who,
        reload.changes().size() + reload.atNextStart().size());
    reload.changes().forEach(change -> LOG.info("changed: {}", change));
    reload.atNextStart().forEach(change -> LOG.warn("changes at the next start: {}", change));
  }
}
