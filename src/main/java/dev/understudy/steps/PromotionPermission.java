package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.host.NodeLease;
import dev.understudy.store.RegisteredPermission;
import java.util.List;
import java.util.Optional;

/**
 * The permission to be primary of a standby that is about to be promoted. Without one its own host
 * would kill it. It has no end until the service takes it back with its first renewal.
 */
final class PromotionPermission {
  private final Site site;
  private final Node target;
  private final Fence fence;
  private Optional<RegisteredPermission> before = Optional.empty();

  PromotionPermission(Site site, Node target, Fence fence) {
    this.site = site;
    this.target = target;
    this.fence = fence;
  }

  /**
   * Records it.
   *
   * @return shell that hands it out and calls refuse where that fails; empty where none is needed
   */
  String record() {
    if (!site.config().failover().byLease()) {
      return "";
    }
    before = site.registry().permission(site.name());
    RegisteredPermission next = next();
    site.register(fence, changes -> changes.putPermission(next));
    return """
    [ ! -e %s/config ] || %s permit %s >/dev/null \\
      || refuse 'its host does not take the permission to be primary'
    """
        .formatted(
            NodeLease.directory(site.name()),
            NodeLease.PATH,
            Shell.words(
                NodeLease.encode(site.name()),
                fence.owner(),
                Long.toString(fence.epoch()),
                Long.toString(next.generation())));
  }

  private RegisteredPermission next() {
    List<String> others =
        site.nodes().stream().map(Node::name).filter(name -> !name.equals(target.name())).toList();
    return new RegisteredPermission(
            site.name(),
            target.name(),
            fence.epoch(),
            before.map(RegisteredPermission::generation).orElse(0L),
            true,
            false,
            others,
            before.map(RegisteredPermission::list).orElse(0L),
            true)
        .withoutEnd();
  }

  /** It was certainly not promoted: the permission is whose it was. */
  void takeBack() {
    before.ifPresent(
        known ->
            site.register(
                fence,
                changes ->
                    changes
                        .permission(site.name())
                        .ifPresent(now -> changes.putPermission(known.after(now)))));
  }
}
