package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.SynchronousSettings;
import java.time.Duration;

/**
 * Shell by which a primary reads for whom its commits wait. It ends when that is certainly so: from
 * then on no process goes by an older setting, and nothing that was sent earlier can change it.
 */
final class SynchronousScript {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  /** A checkpoint takes as long as it takes. */
  private static final Duration CHECKPOINT = Duration.ofMinutes(30);

  private static final String SCRIPT =
      """
      rests() {
        if [ -z "$checkpointer" ]; then
          ask CHECKPOINT >/dev/null
          return
        fi
        pid=$(ask "$checkpointer") && [ -n "$pid" ] && read -r line <"/proc/$pid/stat" || return 1
        case ${line##*) } in S*) ;; *) return 1 ;; esac
        [ "$(ask "$checkpointer")" = "$pid" ]
      }
      wait_for() {
        naps=200
        until "$1"; do
          [ "$naps" -gt 0 ] || refuse "$2"
          naps=$((naps - 1))
          sleep 0.05
        done
      }
      in_force() { [ "$(ask "$inforce")" = t ]; }
      [ "$(ask 'SELECT pg_is_in_recovery()')" = f ] || refuse "its server does not answer as a primary"
      ask 'SELECT pg_reload_conf()' >/dev/null
      [ "$managed" = yes ] || exit 0
      wait_for in_force 'what its file says of synchronous standbys is not in force: something else sets it (pg_settings says where)'
      [ -n "$others" ] || exit 0
      wait_for rests 'its checkpointer has not read the setting'
      ask "$others" >/dev/null
      ask "$position"
      """;

  private SynchronousScript() {}

  /**
   * Has the file read.
   *
   * @return where the primary was then; empty where commits wait for nobody
   */
  static String run(Site site, SynchronousTarget target, Fence fence) {
    Node primary = site.primary();
    boolean checkpoint = SynchronousSettings.restingCheckpointer(site.dialect()).isEmpty();
    Command command =
        Command.script(of(primary.cluster(), target))
            .asRoot()
            .within(checkpoint && !target.standbys().isEmpty() ? CHECKPOINT : LIMIT)
            .under(fence);
    CommandResult result = primary.host().run(command);
    return RemoteRefusal.orThrow(result, "change for whom commits wait", null).stdout().strip();
  }

  private static String of(PgCluster cluster, SynchronousTarget target) {
    boolean nobody = target.standbys().isEmpty();
    return "set -eu\nmanaged=%s\ninforce=%s\nothers=%s\ncheckpointer=%s\nposition=%s\n"
            .formatted(
                target.managed() ? "yes" : "no",
                Shell.quote(SynchronousSettings.inForce(cluster.dialect(), target.standbys())),
                nobody ? "''" : Shell.quote(SynchronousSettings.endOthers(target.standbys())),
                Shell.quote(SynchronousSettings.restingCheckpointer(cluster.dialect())),
                Shell.quote("SELECT " + cluster.dialect().currentLsn()))
        + StartBlock.shell(cluster)
        + SCRIPT;
  }
}
