package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Puts on a host what fencing by lease needs, or takes it off where the cluster is not fenced so
 * any more. The unit is started by a later step, when there is a permission.
 */
final class LeaseFilesStep implements StepType {
  private static final int MAX_BYTES = 1 << 20;

  private static final String DIRECTORIES =
      """
      set -eu
      umask 022
      mkdir -p /usr/local/lib/understudy /usr/local/sbin /etc/systemd/system "$dropin"
      (umask 077; mkdir -p "$lease")
      sync "$dropin" "$lease" /etc/systemd/system /var/lib/understudy
      """;

  private final Sites sites;

  LeaseFilesStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "lease.files";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Site site = sites.site(context);
    if (!site.config().failover().byLease()) {
      return new LeaseRemoval(site, sites.node(context)).probe();
    }
    Node node = sites.node(context);
    LeaseFiles files = new LeaseFiles(site, node);
    if (context.planning() && site.systemId().isEmpty()) {
      return Probe.notMet(Change.of("file", files.unitFile(), "", "fencing by lease"));
    }
    List<Change> changes = new ArrayList<>();
    for (FileSpec wanted : files.files()) {
      Optional<FileSpec> current = node.files().read(wanted.path(), MAX_BYTES);
      if (current.filter(file -> same(file, wanted)).isEmpty()) {
        changes.add(Change.of("file", wanted.path(), current.isPresent() ? "another" : "", "new"));
      }
    }
    if (node.files().read(files.vouchers().path(), MAX_BYTES).isEmpty()) {
      changes.add(Change.of("file", files.vouchers().path(), "", "who may vouch"));
    }
    return Probe.of(changes, Map.of("unit", files.unit()));
  }

  @Override
  public void apply(StepContext context) {
    Site site = sites.site(context);
    Node node = sites.node(context);
    if (!site.config().failover().byLease()) {
      new LeaseRemoval(site, node).remove(context.fence());
      return;
    }
    LeaseFiles files = new LeaseFiles(site, node);
    String script =
        "dropin=%s\nlease=%s\n"
                .formatted(Shell.quote(files.dropInDirectory()), Shell.quote(files.directory()))
            + DIRECTORIES;
    node.host()
        .run(Command.script(script).asRoot().under(context.fence()))
        .orThrow("make the directories of fencing by lease");
    if (node.files().read(files.vouchers().path(), MAX_BYTES).isEmpty()) {
      node.files().write(files.vouchers(), context.fence());
    }
    files.files().forEach(file -> node.files().write(file, context.fence()));
  }

  private static boolean same(FileSpec one, FileSpec other) {
    return Arrays.equals(one.content(), other.content())
        && one.owner().equals(other.owner())
        && one.mode().equals(other.mode());
  }
}
