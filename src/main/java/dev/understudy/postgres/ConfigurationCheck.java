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
          "correct the setting; settings of understudy.yaml are in "
              + cluster.managedSettingsFile());
    }
  }

  private static Command command(PgCluster cluster) {
    // -C prints one setting and ends, after all files have been read and all values checked.
    String program =
        Shell.words(
            cluster.program("postgres"),
            "-D",
            cluster.dataDirectory(),
            "-c",
            "config_file=" + cluster.postgresqlConf(),
            "-C",
            "port");
    return Command.script("cd / && LC_ALL=C " + program).as(cluster.owner());
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
