package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.steps.CloudLook;
import dev.understudy.steps.Site;
import java.util.List;
import java.util.Set;

/** The checks that stand on what the cloud says of the instances. */
final class CloudAudit implements Audit {
  @Override
  public Set<CheckId> checks() {
    return CheckId.of(CheckGroup.CLOUD);
  }

  @Override
  public boolean appliesTo(Site site) {
    return site.config().ec2().isPresent()
        && site.config().nodes().values().stream().anyMatch(node -> node.ec2().isPresent());
  }

  @Override
  public List<Finding> findings(Site site, Set<CheckId> wanted) {
    return Instances.judge(
        CloudLook.all(site), site.primaryName(), site.config().failover().byEc2());
  }
}
