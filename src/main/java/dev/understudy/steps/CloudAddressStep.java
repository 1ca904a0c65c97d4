package dev.understudy.steps;

import dev.understudy.cloud.Cloud;
import dev.understudy.cloud.ElasticAddress;
import dev.understudy.cloud.Instance;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Ec2Config;
import dev.understudy.config.Ec2Config.Address.Elastic;
import dev.understudy.config.Ec2Config.Address.SecondaryPrivate;
import dev.understudy.postgres.Connector;
import dev.understudy.postgres.ManagedRole;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Progress;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.Map;
import java.util.Optional;

/**
 * Has the address of the cluster lead to its primary. What the cloud says of the address decides,
 * so a move that was broken off is made good, and one that happened is not made again.
 */
final class CloudAddressStep implements StepType {
  private final Sites sites;
  private final Connector connector;

  CloudAddressStep(Sites sites, Connector connector) {
    this.sites = sites;
    this.connector = connector;
  }

  @Override
  public String name() {
    return "cloud.address";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    Optional<Ec2Config.Address> wanted = site.config().ec2().flatMap(Ec2Config::address);
    if (wanted.isEmpty()) {
      return Probe.met(Map.of("address", "none follows the primary"));
    }
    CloudNode primary = CloudNode.of(site, site.primary());
    String word = wanted.get().word();
    if (wanted.get() instanceof Elastic) {
      ElasticAddress seen = primary.cloud().elastic(word);
      return seen.instance().filter(primary.instance()::equals).isPresent()
          ? Probe.met(Map.of("address", seen.ip(), "leads to", primary.instance()))
          : Probe.notMet(
              Change.of("address", seen.ip(), seen.instance().orElse(""), primary.instance()));
    }
    Instance seen = primary.describe();
    return seen.privateAddresses().contains(word)
        ? Probe.met(Map.of("address", word, "belongs to", seen.networkInterface()))
        : Probe.notMet(Change.of("address", word, "", seen.networkInterface()));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Ec2Config.Address wanted = site.config().ec2().flatMap(Ec2Config::address).orElseThrow();
    CloudNode primary = CloudNode.of(site, site.primary());
    Cloud cloud = primary.cloud();
    String ip = wanted.word();
    if (wanted instanceof Elastic elastic) {
      cloud.moveElastic(elastic.allocation(), primary.instance());
      ip = cloud.elastic(elastic.allocation()).ip();
    } else if (wanted instanceof SecondaryPrivate secondary) {
      cloud.movePrivate(secondary.ip(), primary.describe().networkInterface());
    }
    context.progress(new Progress(1, 1, "address", ip + ": " + reached(site, ip)));
  }

  /** That it is not reached from here says little: the service may be on another network. */
  private String reached(Site site, String ip) {
    try {
      ManagedRole role = ManagedRole.MONITOR;
      return "reached, as "
          + connector.login(
              site.primaryName(),
              ip,
              site.config().port(),
              site.config().tls(),
              role.roleName(),
              site.password(role));
    } catch (UnderstudyException e) {
      return "not reached from here: " + e.getMessage();
    }
  }
}
