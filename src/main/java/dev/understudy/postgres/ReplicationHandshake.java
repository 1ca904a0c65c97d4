package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Host;
import java.time.Duration;

/**
 * What a node answers to a replication connection.
 *
 * @param systemIdentifier in decimal
 * @param timeline the one that it would stream
 * @param lsn its flushed position
 */
public record ReplicationHandshake(String systemIdentifier, int timeline, String lsn) {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);

  /**
   * Connects from the standby's host as its replication would: same OS user, role, password file,
   * address and TLS mode. Proves rules, network and password at once and changes nothing.
   *
   * @param cluster the standby's; its password file has to be there
   * @throws PostgresException CONNECTION, AUTHENTICATION when the role, password or rules do not
   *     fit
   * @throws dev.understudy.host.HostException as {@link Host#run}
   */
  public static ReplicationHandshake run(Host host, PgCluster cluster, StandbyInputs inputs) {
    CommandResult result = host.run(command(cluster, inputs));
    if (!result.ok()) {
      String what = "connect for replication to " + inputs.upstreamHost();
      throw PsqlErrors.of(host.name(), what, result, false);
    }
    String[] fields = result.stdout().strip().split("\\|", -1);
    if (fields.length < 3 || !fields[1].matches("\\d{1,9}")) {
      throw new PostgresException(
          ErrorClass.UNKNOWN, host.name(), "", "the handshake's answer cannot be read", null);
    }
    return new ReplicationHandshake(fields[0], Integer.parseInt(fields[1]), fields[2]);
  }

  private static Command command(PgCluster cluster, StandbyInputs inputs) {
    Conninfo conninfo =
        new StandbyFiles(cluster)
            .connection(inputs)
            .without("password")
            .without("passfile")
            .with("dbname", "replication")
            .with("replication", "true")
            .with("application_name", "understudy handshake " + inputs.node());
    String script =
        "cd / && "
            + ClientProgram.psql(cluster)
            + " && PGPASSFILE="
            + Shell.quote(cluster.passFile())
            + " LC_ALL=C exec \"$psql\" "
            + Shell.words("-XAtqw", "-d", conninfo.toString(), "-c", "IDENTIFY_SYSTEM");
    return Command.script(script).as(cluster.owner()).within(TIMEOUT);
  }
}
