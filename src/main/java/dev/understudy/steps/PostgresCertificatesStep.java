package dev.understudy.steps;

import dev.understudy.config.ClusterConfig.TlsMode;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.CertificateAuthority;
import dev.understudy.postgres.CertificateAuthority.ServerIdentity;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.ServerTls;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A certificate for each server, where connections are to verify whom they talk to. */
final class PostgresCertificatesStep implements StepType {
  private static final int MAX_BYTES = 1 << 16;
  private static final Duration LOADED = Duration.ofSeconds(15);

  private final Sites sites;
  private final CertificateAuthority authority;
  private final ServerControl server;

  PostgresCertificatesStep(Sites sites, CertificateAuthority authority, ServerControl server) {
    this.sites = sites;
    this.authority = authority;
    this.server = server;
  }

  @Override
  public String name() {
    return "postgres.certificates";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    if (site.config().tls() != TlsMode.VERIFY_FULL) {
      return Probe.met(Map.of("certificates", "not wanted by tls"));
    }
    Node node = sites.node(context);
    String path = ServerTls.certificate(site.name());
    if (!valid(site, node)) {
      return Probe.notMet(Change.of("file", path, "", "a certificate for " + node.address()));
    }
    // A crash between the writing and the reload leaves a server with the certificate of before.
    return !node.online() || LoadedFiles.since(node, files(site))
        ? Probe.met(Map.of("certificate", path))
        : Probe.notMet(Change.of("certificate", path, "written", "loaded"));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    if (!valid(site, node)) {
      write(context, site, node);
    }
    if (node.online()) {
      node.psql().execute("reload", "SELECT pg_reload_conf();", context.fence());
      server.await(
          node, "the certificate to be loaded", LOADED, () -> LoadedFiles.since(node, files(site)));
    }
  }

  private void write(StepContext context, Site site, Node node) {
    PgCluster cluster = node.cluster();
    ServerIdentity identity = authority.issue(node.address());
    node.host()
        .run(
            Command.of("install", "-d", "-m", "0755", "--", ServerTls.directory(site.name()))
                .asRoot()
                .under(context.fence()))
        .orThrow("make the directory of the certificates");
    write(
        context, node, cluster, ServerTls.authority(site.name()), authority.certificate(), "0644");
    write(context, node, cluster, ServerTls.key(site.name()), identity.key().reveal(), "0600");
    // Last, since the probe goes by it.
    write(
        context, node, cluster, ServerTls.certificate(site.name()), identity.certificate(), "0644");
  }

  /** What a server reads again. */
  private static List<String> files(Site site) {
    return List.of(ServerTls.certificate(site.name()), ServerTls.key(site.name()));
  }

  private boolean valid(Site site, Node node) {
    boolean key =
        node.host().run(Command.of("test", "-s", ServerTls.key(site.name())).asRoot()).ok();
    return key
        && text(node, ServerTls.authority(site.name())).filter(authority::isOwn).isPresent()
        && text(node, ServerTls.certificate(site.name()))
            .filter(certificate -> authority.vouchesFor(certificate, node.address()))
            .isPresent();
  }

  private static Optional<String> text(Node node, String path) {
    return node.files().read(path, MAX_BYTES).map(FileSpec::contentText);
  }

  private static void write(
      StepContext context, Node node, PgCluster cluster, String path, String content, String mode) {
    node.files().write(FileSpec.text(path, content, cluster.owner(), mode), context.fence());
  }
}
