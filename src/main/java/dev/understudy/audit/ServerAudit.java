package dev.understudy.audit;

import dev.understudy.common.Finding;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.steps.SettingsFacts;
import dev.understudy.steps.Site;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The checks that stand on a look at every server as its superuser, and at its host as root. */
final class ServerAudit implements Audit {
  private final Clock clock;

  ServerAudit(Clock clock) {
    this.clock = clock;
  }

  @Override
  public Set<CheckId> checks() {
    return CheckId.of(CheckGroup.SERVER);
  }

  @Override
  public boolean appliesTo(Site site) {
    return site.systemId().isPresent();
  }

  @Override
  public List<Finding> findings(Site site, Set<CheckId> wanted) {
    ServerFacts facts =
        new ServerFacts(
            ServerLook.all(site, clock),
            site.primaryName(),
            PasswordExpiry.used(site.config()),
            (primary, running) -> SettingsFacts.drift(site, primary, running),
            site.config().checks());
    return judge(facts, clock.instant()).stream()
        .filter(finding -> CheckId.of(finding.check()).filter(wanted::contains).isPresent())
        .toList();
  }

  /** All that can be said; pure. */
  static List<Finding> judge(ServerFacts facts, Instant now) {
    List<Finding> findings = new ArrayList<>();
    for (ServerLook look : facts.looks()) {
      if (look.facts().isEmpty()) {
        CheckId.of(CheckGroup.SERVER).stream()
            .filter(check -> check != CheckId.PASSWORD_EXPIRY || facts.isPrimary(look))
            .forEach(
                check -> findings.add(Finding.unknown(check.id(), look.why()).on(look.node())));
      } else {
        ServerLook.Facts seen = look.facts().get();
        findings.addAll(Settings.of(facts, look.node(), seen));
        findings.addAll(Transactions.of(facts, look.node(), seen));
        findings.addAll(Collations.of(facts, look.node(), seen));
        findings.add(Clocks.of(facts, look.node(), seen));
        findings.add(
            Certificates.judge(
                look.node(),
                seen.certificates(),
                facts.checks().of(CheckId.CERTIFICATE_EXPIRY),
                now));
        if (facts.isPrimary(look)) {
          findings.add(PasswordExpiry.judge(facts, look.node(), seen.passwords(), now));
        }
      }
    }
    return findings;
  }
}
