package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.StandbyFiles;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Stops the server by its supervisor, then by force; blocks every way to start it as a primary; and
 * looks for what a killed postmaster leaves behind: backends that still commit.
 */
final class SshFencing implements FencingMethod {
  private static final Duration LIMIT = Duration.ofSeconds(40);

  private static final String FENCE =
      """
      backends() {
        for proc in /proc/[0-9]*; do
          [ "$proc/cwd" -ef "$dir" ] && printf '%s ' "${proc#/proc/}"
        done
        return 0
      }
      units() {
        group=$(systemctl show -p ControlGroup --value "$unit" 2>/dev/null || true)
        [ -z "$group" ] || cat "/sys/fs/cgroup$group/cgroup.procs" \\
          "/sys/fs/cgroup/systemd$group/cgroup.procs" 2>/dev/null || true
      }
      listens() { [ -n "$(ss -Hltn "sport = :$port" 2>/dev/null)" ]; }
      look
      [ -d "$dir" ] || refuse "there is no directory $dir"
      [ "$(noted)" = "$run" ] || keep_note "$run" "$(start_mode)"
      block_start
      if [ -n "$(backends)$(units)" ]; then
        timeout 5 systemctl stop "$unit" >/dev/null 2>&1 || true
      fi
      naps=100
      while [ -n "$(backends)$(units)" ] || listens; do
        [ "$naps" -gt 0 ] || refuse "there are still processes ($(backends)), or its port is open"
        systemctl kill --signal=KILL "$unit" 2>/dev/null || true
        for pid in $(backends); do kill -KILL "$pid" 2>/dev/null || true; done
        naps=$((naps - 1))
        sleep 0.1
      done
      systemctl reset-failed "$unit" 2>/dev/null || true
      printf 'processes=none\\nport=closed\\nstart=%s\\nstandby file=%s\\n' "$(start_mode)" "$signal"
      "$controldata" -D "$dir" | sed -n \\
        -e 's/^Database cluster state: */control file=/p' \\
        -e 's/^Latest checkpoint location: */checkpoint=/p' \\
        -e "s/^Latest checkpoint's TimeLineID: */timeline=/p"
      """;

  @Override
  public String name() {
    return "ssh";
  }

  @Override
  public FencingOutcome fence(FencingOrder order) {
    try {
      Node node = order.primary();
      PgCluster cluster = node.cluster();
      Command command =
          Command.script(script(cluster, order.run()))
              .asRoot()
              .withInput(marker(order.site(), node))
              .within(LIMIT)
              .under(order.fence());
      CommandResult result = node.host().run(command);
      RemoteRefusal.orThrow(result, "fence " + node.name(), null);
      return new FencingOutcome.Proof(evidence(result.stdout()));
    } catch (UnderstudyException e) {
      return new FencingOutcome.NoProof(e.getMessage());
    }
  }

  static String script(PgCluster cluster, String run) {
    return "set -eu\nrun=" + Shell.quote(run) + "\n" + StartBlock.shell(cluster) + FENCE;
  }

  /** The file that makes it a standby; from 12 on an empty one. */
  private static byte[] marker(Site site, Node node) {
    var files = new StandbyFiles(node.cluster()).files(site.standbyInputs(node));
    return files.get(files.size() - 1).content();
  }

  private static Map<String, String> evidence(String output) {
    Map<String, String> evidence = new LinkedHashMap<>();
    output
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> evidence.put(pair[0], pair[1]));
    return evidence;
  }
}
