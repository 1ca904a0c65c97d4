package dev.understudy.postgres;

import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.Host;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What pg_control says, as {@code pg_controldata} prints it. The timeline and positions are those
 * of the last checkpoint, so of a running server they may be old; of a stopped one they are true.
 */
public final class ControlFile {
  private final Map<String, String> fields;

  private ControlFile(Map<String, String> fields) {
    this.fields = fields;
  }

  /**
   * Runs pg_controldata on a cluster's data directory.
   *
   * @return empty when there is no control file in it
   * @throws dev.understudy.host.HostException as {@link Host#run}
   */
  public static Optional<ControlFile> read(Host host, PgCluster cluster) {
    String control = Shell.quote(cluster.dataDirectory() + "/global/pg_control");
    // -D exists since 9.5 and keeps a directory with a leading dash from being an option.
    String script =
        "test -e "
            + control
            + " || exit 0; LC_ALL=C "
            + Shell.words(cluster.program("pg_controldata"), "-D", cluster.dataDirectory());
    String output =
        host.run(Command.script(script).asRoot()).orThrow("read the control file").stdout();
    return output.isBlank() ? Optional.empty() : Optional.of(parse(output));
  }

  /**
   * Reads the lines that the program printed.
   *
   * @param output of {@code LC_ALL=C pg_controldata}
   * @throws PreconditionException when it names no system identifier
   */
  public static ControlFile parse(String output) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String line : output.lines().toList()) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.put(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    if (!fields.containsKey("Database system identifier")) {
      throw new PreconditionException("pg_control", "the control file names no system", null);
    }
    return new ControlFile(Map.copyOf(fields));
  }

  /** The identity of the data: equal on a primary and its standbys; unsigned, in decimal. */
  public String systemIdentifier() {
    return field("Database system identifier");
  }

  /** Such as {@code in production}, {@code shut down}, {@code in archive recovery}. */
  public String state() {
    return field("Database cluster state");
  }

  public boolean cleanlyShutDown() {
    return state().equals("shut down") || state().equals("shut down in recovery");
  }

  /** The timeline of the last checkpoint. */
  public int timeline() {
    return Integer.parseInt(field("Latest checkpoint's TimeLineID"));
  }

  /** The position of the last checkpoint, such as {@code 0/1500718}. */
  public String checkpointLsn() {
    return field("Latest checkpoint location");
  }

  /** Where a standby's data becomes consistent; {@code 0/0} on a primary. */
  public String minRecoveryEnd() {
    return field("Minimum recovery ending location");
  }

  public int minRecoveryTimeline() {
    return Integer.parseInt(field("Min recovery ending loc's timeline"));
  }

  public boolean checksums() {
    return !field("Data page checksum version").equals("0");
  }

  public boolean walLogHints() {
    return field("wal_log_hints setting").equals("on");
  }

  /** Bytes. */
  public int walSegmentSize() {
    return Integer.parseInt(field("Bytes per WAL segment"));
  }

  /**
   * A setting as the last checkpoint recorded it, by pg_settings' name: max_connections,
   * max_worker_processes, max_wal_senders, max_prepared_transactions, max_locks_per_transaction,
   * wal_level; empty when this version does not record it.
   */
  public Optional<String> setting(String name) {
    String recorded =
        switch (name) {
          case "max_prepared_transactions" -> "max_prepared_xacts";
          case "max_locks_per_transaction" -> "max_locks_per_xact";
          default -> name;
        };
    return Optional.ofNullable(fields.get(recorded + " setting"));
  }

  private String field(String name) {
    String value = fields.get(name);
    if (value == null) {
      throw new PreconditionException("pg_control", "the control file lacks: " + name, null);
    }
    return value;
  }
}
