package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.Host;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one look at a host showed, before anything is changed on it.
 *
 * @param osId as /etc/os-release has it, such as debian
 * @param osLike further families, such as debian for Ubuntu
 * @param glibc such as "glibc 2.36"
 * @param icu the package of the ICU library that PostgreSQL uses or would use, such as libicu72
 * @param managers other replication managers that run or are enabled there
 * @param clockOffset the host's clock minus the service's
 * @param freeBytes room where the data directory is or will be
 * @param keptBytes size of data directories that were moved aside earlier
 * @param unreachable "address port reason" of other nodes that this host cannot reach
 * @param refused "address port" of other nodes where the connection was refused
 * @param packages whether PostgreSQL of the version is installed, or can be
 * @param service whether the service itself runs on this host
 * @param listening whether anything listens on PostgreSQL's port
 * @param open whether it listens at every address of the host
 */
record HostFacts(
    String node,
    String osId,
    String osLike,
    String osName,
    String glibc,
    String icu,
    List<String> managers,
    Duration clockOffset,
    long freeBytes,
    long keptBytes,
    List<String> unreachable,
    List<String> refused,
    boolean packages,
    boolean service,
    boolean listening,
    boolean open) {
  /** Lines of /proc/net/tcp and tcp6 of sockets that are bound to no single address. */
  static final String EVERYWHERE = "^ *[0-9]+: (0{8}|0{32}):";

  private static final Duration LIMIT = Duration.ofSeconds(60);

  /** A refused connection proves the way, too, where nothing listens at its end. */
  private static final String LOOK =
      """
      export LC_ALL=C
      . /etc/os-release
      printf 'os_id=%s\\nos_like=%s\\nos_name=%s\\n' "${ID:-}" "${ID_LIKE:-}" "${PRETTY_NAME:-}"
      printf 'glibc=%s\\n' "$(getconf GNU_LIBC_VERSION 2>/dev/null)"
      printf 'clock=%s\\n' "$(date +%s%3N)"
      place=$dir
      while [ ! -d "$place" ]; do place=$(dirname "$place"); done
      printf 'free=%s\\n' "$(df -B1 --output=avail "$place" | tail -n 1 | tr -d ' ')"
      kept=0
      for copy in "$dir".understudy-[0-9]*; do
        [ -d "$copy" ] && size=$(timeout 20 du -s -B1 "$copy" | cut -f1) && kept=$((kept + ${size:-0}))
      done
      printf 'kept=%s\\n' "$kept"
      package=$(dpkg-query -W -f '${db:Status-Status} ${Depends}' "postgresql-$version" 2>/dev/null)
      case $package in
        'installed '*) ;;
        *) package=$(apt-cache show --no-all-versions "postgresql-$version" 2>/dev/null);;
      esac
      [ -n "$package" ] && printf 'packages=yes\\nicu=%s\\n' \\
        "$(printf '%s' "$package" | grep -o 'libicu[0-9][0-9]*' | head -n 1)"
      [ "$(cat /proc/sys/kernel/random/boot_id)" = "$boot" ] \
        && [ "$(cat /etc/machine-id 2>/dev/null)" = "$machine" ] && printf 'service=yes\\n'
      sockets=$(grep -hsE "^ *[0-9]+: [0-9A-F]+:$(printf '%04X' "$port") [0-9A-F:]+ 0A " \\
        /proc/net/tcp /proc/net/tcp6)
      [ -n "$sockets" ] && printf 'listening=yes\\n'
      printf '%s' "$sockets" | grep -qE "$everywhere" && printf 'open=yes\\n'
      for peer in "$@"; do
        words=$(timeout 4 bash -c 'exec 3<>"/dev/tcp/$1/$2"' - "${peer% *}" "${peer##* }" 2>&1)
        case $?:$words in
          0:*) ;;
          124:*) printf 'unreachable=%s no answer\\n' "$peer";;
          *:*'Connection refused'*) printf 'refused=%s\\n' "$peer";;
          *) printf 'unreachable=%s %s\\n' "$peer" \\
            "$(printf '%s' "$words" | sed -n '1s/.*: //p')";;
        esac
      done
      true
      """;

  /**
   * Looks at a host.
   *
   * @param peers the other nodes' "address port"
   * @param boot the service's own boot id, and machine its machine id
   */
  static HostFacts read(Node node, List<String> peers, Clock clock, String boot, String machine) {
    String arguments =
        "set -- %s\ndir=%s\nversion=%s\nport=%d\nboot=%s\nmachine=%s\neverywhere=%s\n"
            .formatted(
                Shell.words(peers),
                Shell.quote(node.expected().dataDirectory()),
                Shell.quote(node.version().toString()),
                node.port(),
                Shell.quote(boot),
                Shell.quote(machine),
                Shell.quote(EVERYWHERE));
    Host host = node.host();
    long before = clock.millis();
    String output =
        host.run(Command.script(arguments + LOOK + OtherManagers.LOOK).asRoot().within(LIMIT))
            .orThrow("look at the host")
            .stdout();
    return parse(node.name(), output, before, clock.millis());
  }

  static HostFacts parse(String node, String output, long before, long after) {
    Map<String, List<String>> values = new HashMap<>();
    output
        .lines()
        .map(line -> line.split("=", 2))
        .filter(pair -> pair.length == 2)
        .forEach(pair -> values.computeIfAbsent(pair[0], key -> new ArrayList<>()).add(pair[1]));
    return new HostFacts(
        node,
        first(values, "os_id", ""),
        first(values, "os_like", ""),
        first(values, "os_name", "an unknown system"),
        first(values, "glibc", ""),
        first(values, "icu", ""),
        values.getOrDefault("manager", List.of()).stream().distinct().toList(),
        offset(Long.parseLong(first(values, "clock", "0")), before, after),
        Long.parseLong(first(values, "free", "0")),
        Long.parseLong(first(values, "kept", "0")),
        values.getOrDefault("unreachable", List.of()),
        values.getOrDefault("refused", List.of()),
        values.containsKey("packages"),
        values.containsKey("service"),
        values.containsKey("listening"),
        values.containsKey("open"));
  }

  /** The clock was read at some moment in between, so only what lies outside is an offset. */
  private static Duration offset(long host, long before, long after) {
    if (host < before) {
      return Duration.ofMillis(host - before);
    }
    return Duration.ofMillis(Math.max(0, host - after));
  }

  private static String first(Map<String, List<String>> values, String key, String otherwise) {
    return values.getOrDefault(key, List.of(otherwise)).get(0);
  }

  boolean debianFamily() {
    return osId.equals("debian") || osId.equals("ubuntu") || osLike.contains("debian");
  }
}
