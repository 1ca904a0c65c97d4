package dev.understudy.postgres;

import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Host;
import java.util.stream.Collectors;

/**
 * Asks the server's own program whether it would start with the configuration files as they are, so
 * that no restart fails on a wrong value. The running server is not touched; pg_file_settings
 * cannot tell a wrong value from one that only waits for a restart.
 */
public final class ConfigurationCheck {
  /**
   * {@code -C} prints one setting and ends, after all files have been read and all values checked,
   * but before certificates are. Of those a server that starts wants what {@code be_tls_init} and
   * {@code check_ssl_key_file_permissions} say: it reads both files, and nobody but itself or root
   * owns the key, which only its group may read when it is root's.
   */
  private static final String SCRIPT =
      """
      refuse() { echo "$1" >&2; exit 1; }
      cd / && say port || exit
      [ "$(say ssl)" = on ] || exit 0
      cert=$(say ssl_cert_file) key=$(say ssl_key_file)
      cd "$(say data_directory)" || exit
      for file in "$cert" "$key"; do
        [ -r "$file" ] || refuse "the TLS file $file cannot be read"
      done
      case $(stat -L -c '%u %a' -- "$key") in
        0\\ [0-7][04]0 | "$(id -u)"\\ [0-7]00) ;;
        *) refuse "others may read the TLS key $key" ;;
      esac
      command -v openssl >/dev/null && ! grep -q ENCRYPTED "$key" || exit 0
      [ "$(openssl x509 -in "$cert" -noout -pubkey)" = "$(openssl pkey -in "$key" -pubout)" ] \
        || refuse "the TLS certificate $cert is not that of the key $key"
      """;

  private ConfigurationCheck() {}

  /**
   * Lets the program read all files and check all values.
   *
   * @throws PreconditionException with the program's words when it would not start
   * @throws dev.understudy.host.HostException as {@link Host#run}
   */
  public static void run(Host host, PgCluster cluster) {
    CommandResult result = host.run(command(cluster));
    if (!result.ok()) {
      throw new PreconditionException(
          host.name(),
          "PostgreSQL would not start with these configuration files: " + errors(result.stderr()),
          "correct the setting or the file; settings of understudy.yaml are in "
              + cluster.managedSettingsFile());
    }
  }

  private static Command command(PgCluster cluster) {
    String program =
        Shell.words(
            cluster.program("postgres"),
            "-D",
            cluster.dataDirectory(),
            "-c",
            "config_file=" + cluster.postgresqlConf());
    return Command.script("export LC_ALL=C\nsay() { " + program + " -C \"$1\"; }\n" + SCRIPT)
        .as(cluster.owner());
  }

  private static String errors(String stderr) {
    return stderr
        .lines()
        .filter(line -> !line.contains("DETAIL:"))
        .map(line -> line.replaceFirst("^.*?(?:LOG|FATAL|WARNING|HINT): +", ""))
        .limit(5)
        .collect(Collectors.joining("; "));
  }
}
