package dev.understudy.steps;

import dev.understudy.common.Shell;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The job that installs packages: waits for whoever holds apt's locks, brings what was interrupted
 * to an end, installs.
 */
final class AptJob {
  private static final String WAITING = "apt is locked by ";

  /**
   * Who holds one of the locks, by name and number. They are POSIX locks, which the kernel lists by
   * inode alone, which a file of another file system may have too, so the process must have the
   * file open; apt itself waits for some of them only, and dpkg for none.
   */
  static final String HOLDER =
      """
      holder() {
        set --
        inodes=
        for file in /var/lib/dpkg/lock-frontend /var/lib/dpkg/lock /var/lib/apt/lists/lock \
          /var/cache/apt/archives/lock; do
          if [ -e "$file" ]; then
            set -- "$@" "$file"
            inodes="$inodes $(stat -c %i "$file")"
          fi
        done
        for pid in $(awk -v wanted="$inodes " '$2 == "POSIX" && split($6, at, ":") == 3 \
          && index(wanted, " " at[3] " ") { print $5 }' /proc/locks); do
          if has_open "$pid" "$@"; then
            name=$(cat "/proc/$pid/comm" 2>/dev/null || echo a process that has ended)
            echo "$name (process $pid)"
            return 0
          fi
        done
        return 1
      }
      has_open() {
        fds="/proc/$1/fd"
        shift
        for open in "$fds"/*; do
          for file in "$@"; do
            [ ! "$open" -ef "$file" ] || return 0
          done
        done
        return 1
      }
      """;

  /** What fails because somebody took a lock in between is done again when that one has let go. */
  private static final String UNLOCKED =
      """
      waited=0
      unlocked() {
        while :; do
          while who=$(holder); do
            [ "$waited" -lt "$limit" ] \
              || { echo "$locked$who, for more than $limit s now" >&2; exit 75; }
            echo "$waited $locked$who"
            sleep 1
            waited=$((waited + 1))
          done
          status=0
          "$@" || status=$?
          [ "$status" != 0 ] && holder >/dev/null || return "$status"
        done
      }
      """;

  /**
   * A package that makes a cluster when it is configured finds first that it must not. Nothing is
   * upgraded by the way, since that may restart servers of other clusters, and nothing removed. A
   * package of ours that was unpacked before those it depends on is what the second half of a
   * repair is for; whether it succeeded is seen by what is installed afterwards.
   */
  private static final String INSTALL =
      """
      apt() {
        unlocked apt-get -q -y --no-remove -o Dpkg::Options::=--force-confdef \
          -o Dpkg::Options::=--force-confold -o APT::Install-Recommends=false \
          -o APT::Get::Upgrade=false "$@"
      }
      repair() {
        [ -n "$(dpkg --audit)" ] || [ -n "$(ls /var/lib/dpkg/updates)" ] || return 0
        echo 'bringing an interrupted installation to an end'
        unlocked dpkg --configure -a || apt --fix-broken install || true
      }
      unlocked true
      mkdir -p /etc/postgresql-common/createcluster.d
      printf '%s\\n' 'create_main_cluster = false' \
        >/etc/postgresql-common/createcluster.d/understudy.conf
      sync /etc/postgresql-common/createcluster.d/understudy.conf \
        /etc/postgresql-common/createcluster.d
      repair
      apt install "$@" || { apt update; apt install "$@"; }
      """;

  /** Without a word about the installation, the last wait would seem to go on all the while. */
  private static final String PROGRESS =
      """
      last=$(tail -n 1 "$out")
      wait=$(grep -a "^[0-9][0-9]* $locked" "$out" | tail -n 1)
      case $last in
        "$locked"*) ;;
        "$wait") [ -z "$wait" ] || echo "${wait%% *} - ${wait#* }" ;;
        *) [ -z "$wait" ] || echo "${wait%% *} - installing" ;;
      esac
      """;

  private final List<String> packages;
  private final Duration lockLimit;

  /**
   * @param lockLimit how long to wait in all for those who hold a lock
   */
  AptJob(List<String> packages, Duration lockLimit) {
    this.packages = packages;
    this.lockLimit = lockLimit;
  }

  String script() {
    return "set -eu\nexport DEBIAN_FRONTEND=noninteractive LC_ALL=C\n"
        + "limit=%d\nlocked=%s\nset -- %s\n"
            .formatted(lockLimit.toSeconds(), Shell.quote(WAITING), Shell.words(packages))
        + HOLDER
        + UNLOCKED
        + INSTALL;
  }

  /**
   * Shell that says who is waited for, while somebody is, and afterwards that this is over.
   *
   * @param out the file that the job prints to
   */
  static String progress(String out) {
    return "out=%s\nlocked=%s\n".formatted(Shell.quote(out), Shell.quote(WAITING)) + PROGRESS;
  }

  /** What the job printed, without its waiting. */
  static String words(String printed) {
    return printed
        .lines()
        .filter(line -> !line.matches("[0-9]+ " + WAITING + ".*"))
        .collect(Collectors.joining("\n"))
        .strip();
  }
}
