package dev.understudy.service;

import dev.understudy.api.Connect;
import dev.understudy.api.NodeStatus;
import dev.understudy.api.Status;
import dev.understudy.config.ClusterConfig;
import dev.understudy.postgres.CertificateAuthority;
import dev.understudy.postgres.ConnectionUri;
import dev.understudy.postgres.ConnectionUri.Endpoint;
import dev.understudy.postgres.StandbyInputs;
import dev.understudy.steps.NodeLook;
import dev.understudy.steps.Site;
import dev.understudy.store.SynchronousRow;
import dev.understudy.wal.Lsn;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A cluster as it is now, asked of its hosts side by side. */
final class StatusReader {
  private StatusReader() {}

  /**
   * @param data the data directory of the service, for the certificate that clients need
   */
  static Status read(Site site, Path data) {
    List<NodeLook> looks = NodeLook.all(site);
    Optional<NodeLook> primary = looks.stream().filter(NodeLook::primary).findFirst();
    List<NodeStatus> nodes =
        looks.stream().map(look -> status(look, primary.orElse(null))).toList();
    return new Status(
        site.name(),
        site.epoch(),
        primary.map(NodeLook::node).orElse(null),
        nodes,
        connect(site.config(), data),
        site.synchronous().map(StatusReader::synchronous).orElse(null));
  }

  private static Status.Synchronous synchronous(SynchronousRow row) {
    String position = row.position().isEmpty() ? null : row.position();
    return new Status.Synchronous(row.confirmers(), position, row.reason(), row.since());
  }

  private static NodeStatus status(NodeLook look, @Nullable NodeLook primary) {
    if (look.state() == null) {
      return unseen(look);
    }
    var state = look.state();
    boolean standby = state.inRecovery();
    var sender = primary == null ? null : primary.senderOf(look.node());
    return new NodeStatus(
        look.node(),
        standby ? "standby" : "primary",
        look.word(),
        (long) state.timeline(),
        standby ? state.received() : state.lsn(),
        standby ? state.received() : null,
        standby ? state.replayed() : null,
        (standby && primary != null) ? lag(primary, state.replayed()) : null,
        standby ? look.streaming() : null,
        (standby && sender != null) ? sender.synchronous() : null,
        look.problem());
  }

  private static NodeStatus unseen(NodeLook look) {
    return new NodeStatus(
        look.node(),
        "unknown",
        look.word(),
        null,
        null,
        null,
        null,
        null,
        null,
        null,
        look.problem());
  }

  /** Two moments lie between the two readings, so a standby may seem to be ahead: that is 0. */
  private static @Nullable Long lag(NodeLook primary, String replayed) {
    if (primary.state() == null || replayed.isEmpty()) {
      return null;
    }
    return Math.max(0, Lsn.parse(primary.state().lsn()).minus(Lsn.parse(replayed)));
  }

  private static Connect connect(ClusterConfig config, Path data) {
    List<Endpoint> endpoints =
        config.nodes().values().stream()
            .map(node -> new Endpoint(node.host(), config.port()))
            .toList();
    String user = config.clients().isEmpty() ? "" : config.clients().get(0).user();
    String database = config.clients().isEmpty() ? "postgres" : config.clients().get(0).database();
    String ssl = StandbyInputs.sslMode(config.tls());
    boolean checked = config.tls() == ClusterConfig.TlsMode.VERIFY_FULL;
    String authority =
        checked ? CertificateAuthority.file(data).toAbsolutePath().normalize().toString() : "";
    return new Connect(
        ConnectionUri.libpq(endpoints, user, database, ssl, authority),
        ConnectionUri.jdbc(endpoints, user, database, ssl, authority));
  }
}
