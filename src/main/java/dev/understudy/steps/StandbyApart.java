package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.FailoverConfig;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.host.HostException;
import dev.understudy.postgres.StandbyFiles;
import dev.understudy.postgres.StandbyInputs;
import dev.understudy.postgres.VouchSql;
import dev.understudy.workflow.SuspendedException;
import java.time.Duration;

/** A standby that is told to follow nobody, so that it cannot vouch for a primary any more. */
final class StandbyApart {
  private static final Duration IN_FORCE = Duration.ofSeconds(10);
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final Duration POLL = Duration.ofMillis(50);
  private static final String RELOAD = "SELECT pg_reload_conf();";

  /** Hundredths of a second since the postmaster began; both are times since the boot. */
  private static final String AGE =
      """
      read -r pid <"$dir/postmaster.pid" && read -r line <"/proc/$pid/stat" || exit 1
      set -- ${line##*) }
      read -r up _ </proc/uptime
      echo "$((${up%.*}${up#*.} - ${20} * 100 / $(getconf CLK_TCK)))"
      """;

  private final Site site;
  private final String name;
  private final Fence fence;
  private final Sleeper sleeper;
  private volatile boolean told;

  StandbyApart(Site site, String name, Fence fence, Sleeper sleeper) {
    this.site = site;
    this.name = name;
    this.fence = fence;
    this.sleeper = sleeper;
  }

  String name() {
    return name;
  }

  /**
   * Empties its primary_conninfo and waits until that is in force and nothing is received.
   *
   * @return whether it may have vouched within the time that a vouch counts
   * @throws UnderstudyException when it does not come to that, or cannot be asked
   */
  boolean bringAbout() {
    return tell() || young(site.node(name));
  }

  /**
   * As {@link #bringAbout}, where no vouch counts.
   *
   * @return whether somebody is connected to whom it may have vouched
   */
  boolean tell() {
    Node node = site.node(name);
    told = true;
    node.files().write(file(node, true), fence);
    node.psql().within(LIMIT).execute("reload", RELOAD, fence);
    long end = System.nanoTime() + IN_FORCE.toNanos();
    while (true) {
      JsonNode row = node.psql().within(LIMIT).row(VouchSql.readBack());
      if (row.path("apart").asBoolean()) {
        return row.path("vouches").asInt() > 0;
      }
      if (System.nanoTime() - end > 0) {
        throw new HostException(
            ErrorClass.TIMEOUT, name, "still follows a primary although told not to", null, null);
      }
      pause();
    }
  }

  /** A server that began lately may have forgotten to whom it vouched before. */
  private boolean young(Node node) {
    String script = "dir=" + Shell.quote(node.cluster().dataDirectory()) + "\n" + AGE;
    String age =
        node.host()
            .run(Command.script(script).asRoot().within(LIMIT))
            .orThrow("look how long the server runs")
            .stdout()
            .strip();
    FailoverConfig config = site.config().failover();
    Duration counts = new LeaseWait(config.lease(), config.check()).afterPermission();
    return Long.parseLong(age) < counts.toMillis() / 10;
  }

  /** As it was; that it cannot be reached is no matter here. */
  void takeBack() {
    if (!told) {
      return;
    }
    try {
      Node node = site.node(name);
      node.files().write(file(node, false), fence);
      node.psql().within(LIMIT).execute("reload", RELOAD, fence);
    } catch (UnderstudyException e) {
      // It follows nobody then, which harms nobody; the run, or the next provisioning, mends it.
      return;
    }
  }

  private FileSpec file(Node node, boolean apart) {
    StandbyFiles files = new StandbyFiles(node.cluster());
    StandbyInputs inputs = site.standbyInputs(node);
    return apart ? files.apart(inputs) : files.files(inputs).get(0);
  }

  private void pause() {
    try {
      sleeper.sleep(POLL);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting");
    }
  }
}
