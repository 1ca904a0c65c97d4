package dev.understudy.watch;

import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.Host;
import dev.understudy.postgres.DebianClusters;
import dev.understudy.postgres.PgCluster;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One command over SSH. Where the data directory is, is asked once. */
final class SshProbe implements HostProbe {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  // A process whose working directory is the data directory may be what a killed postmaster left.
  private static final String LOOK =
      """
      dir=%1$s unit=%2$s
      echo "boot_id=$(cat /proc/sys/kernel/random/boot_id)"
      echo "uptime=$(cut -d' ' -f1 /proc/uptime)"
      pid=$(head -n 1 "$dir/postmaster.pid" 2>/dev/null)
      case $pid in
        ''|*[!0-9]*) ;;
        *) [ "$(readlink "/proc/$pid/cwd")" = "$dir" ] && echo "postmaster=$pid" ;;
      esac
      echo "processes=$(ls -l /proc/[0-9]*/cwd 2>/dev/null | DIR=" -> $dir" awk '
        { end = ENVIRON["DIR"] }
        substr($0, length($0) - length(end) + 1) == end { n++ }
        END { print n + 0 }')"
      LC_ALL=C %3$s 2>/dev/null | sed -n \\
        -e 's/^Database cluster state: */control_state=/p' \\
        -e "s/^Latest checkpoint's TimeLineID: */control_timeline=/p"
      echo "data_disk=$(stat -f -c '%%S %%b %%a %%d' "$dir" 2>/dev/null)"
      echo "wal_disk=$(stat -f -c '%%S %%b %%a %%d' "$dir/%4$s/" 2>/dev/null)"
      timeout 3 systemctl show -p ActiveState -p SubState -p Result "$unit"
      group=$(timeout 3 systemctl show -p ControlGroup --value "$unit")
      sed -n 's/^oom_kill /oom_kills=/p' "/sys/fs/cgroup$group/memory.events" 2>/dev/null
      exit 0
      """;

  private final WatchedNode node;
  private final Host host;
  private final Runnable hangUp;
  private @Nullable PgCluster cluster;

  /**
   * @param hangUp ends the connection
   */
  SshProbe(WatchedNode node, Host host, Runnable hangUp) {
    this.node = node;
    this.host = host;
    this.hangUp = hangUp;
  }

  @Override
  public HostAnswer look() {
    try {
      return HostOutput.read(dataDirectory(), output());
    } catch (UnderstudyException e) {
      return new HostTrouble(e.errorClass(), e.getMessage());
    }
  }

  @Override
  public void hangUp() {
    hangUp.run();
  }

  private String dataDirectory() {
    PgCluster known = cluster;
    if (known == null) {
      Optional<PgCluster> found = DebianClusters.find(host, node.version(), node.port());
      cluster = found.orElse(null);
      known = cluster;
    }
    return known == null ? "" : known.dataDirectory();
  }

  private String output() {
    PgCluster known = cluster;
    String directory = known == null ? "/nonexistent" : known.dataDirectory();
    String control =
        known == null ? "true" : Shell.words(known.program("pg_controldata"), "-D", directory);
    String script =
        LOOK.formatted(
            Shell.quote(directory),
            Shell.quote(known == null ? "none" : known.unit()),
            control,
            known == null ? "pg_wal" : known.dialect().walDirectory());
    return host.run(Command.script(script).asRoot().within(LIMIT))
        .orThrow("look at the host")
        .stdout();
  }
}
