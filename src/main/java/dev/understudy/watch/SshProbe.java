package dev.understudy.watch;

import dev.understudy.common.Shell;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.Host;
import dev.understudy.postgres.DebianClusters;
import dev.understudy.postgres.PgCluster;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
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
      reach() {
        said=$(LC_ALL=C timeout %7$s bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$2" "$3" 2>&1); status=$?
        case $status/$said in
          0/*) word=connects
            [ -x "%6$s" ] && "%6$s" -q -h "$2" -p "$3" -t 1; ready=$?
            [ -x "%6$s" ] && case $ready in 0) word=accepts ;; 1) word=rejects ;; esac ;;
          *refused*) word=refused ;;
          *) word=nothing ;;
        esac
        echo "peer $1=$word"
      }
      %5$s
      pid=$(head -n 1 "$dir/postmaster.pid" 2>/dev/null)
      [ -e "$dir/postmaster.pid" ] && echo pid_file=yes
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
      echo "data_disk=$(stat -f -c '%%S %%b %%a %%c %%d' "$dir" 2>/dev/null)"
      echo "wal_disk=$(stat -f -c '%%S %%b %%a %%c %%d' "$dir/%4$s/" 2>/dev/null)"
      timeout 3 systemctl show -p ActiveState -p SubState -p Result -p Job -p ExecMainCode "$unit"
      echo "system=$(timeout 3 systemctl is-system-running)"
      pgrep -x 'dpkg|apt|apt-get|aptitude|unattended-upgr' >/dev/null && echo packages=yes
      group=$(timeout 3 systemctl show -p ControlGroup --value "$unit")
      sed -n 's/^oom_kill /oom_kills=/p' "/sys/fs/cgroup$group/memory.events" 2>/dev/null
      wait
      exit 0
      """;

  private final WatchedNode node;
  private final Host host;
  private final Map<String, WatchedNode> peers;
  private final Duration peerAnswer;
  private final Runnable hangUp;
  private @Nullable PgCluster cluster;

  /**
   * @param peers the other nodes of the cluster
   * @param peerAnswer how long one may take to accept a connection
   * @param hangUp ends the connection
   */
  SshProbe(
      WatchedNode node, Host host, List<WatchedNode> peers, Duration peerAnswer, Runnable hangUp) {
    this.node = node;
    this.host = host;
    this.peers = peers.stream().collect(Collectors.toMap(WatchedNode::node, peer -> peer));
    this.peerAnswer = peerAnswer;
    this.hangUp = hangUp;
  }

  @Override
  public HostAnswer look(Set<String> troubled) {
    try {
      return HostOutput.read(dataDirectory(), output(troubled));
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

  /** All of them at once, beside the rest of the look. */
  private String tries(Set<String> troubled) {
    return peers.values().stream()
        .filter(peer -> troubled.contains(peer.node()))
        .map(peer -> Shell.words("reach", peer.node(), peer.host(), "" + peer.port()) + " &")
        .collect(Collectors.joining("\n"));
  }

  private String output(Set<String> troubled) {
    PgCluster known = cluster;
    String directory = known == null ? "/nonexistent" : known.dataDirectory();
    String control =
        known == null ? "true" : Shell.words(known.program("pg_controldata"), "-D", directory);
    String script =
        LOOK.formatted(
            Shell.quote(directory),
            Shell.quote(known == null ? "none" : known.unit()),
            control,
            known == null ? "pg_wal" : known.dialect().walDirectory(),
            tries(troubled),
            known == null ? "" : known.program("pg_isready"),
            String.format(Locale.ROOT, "%.3f", peerAnswer.toMillis() / 1000.0));
    return host.run(Command.script(script).asRoot().within(LIMIT))
        .orThrow("look at the host")
        .stdout();
  }
}
