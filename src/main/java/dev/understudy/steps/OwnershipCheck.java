package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.host.Guard;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Whether the hosts of a cluster belong to this store as it is now. */
final class OwnershipCheck {
  private final Guard guard;
  private final String owner;

  /**
   * @param owner the UUID of the store that wants to be in charge
   */
  OwnershipCheck(Guard guard, String owner) {
    this.guard = guard;
    this.owner = owner;
  }

  /** The store's own knowledge that it is an older copy. */
  Optional<Problem> ofStore(Site site) {
    return site.registry()
        .outdated(site.name())
        .map(reason -> new Problem(site.name(), reason, Ownership.remedy(site.name())));
  }

  /**
   * What a node's guard has against this store. That the store is an older copy is kept, since its
   * own terms grow with every run and would soon pass for newer ones. A run that lost its lease
   * meanwhile keeps nothing: the newer term that it sees is this very store's.
   *
   * @param term of the lease that the run holds; empty in a plan, which keeps nothing
   */
  List<Problem> ofNode(Site site, String node, OptionalLong term) {
    Fence own = new Fence(owner, site.name(), site.epoch(), term.orElse(Long.MAX_VALUE));
    return guard
        .read(site.node(node).host(), site.name())
        .flatMap(
            seen -> {
              Optional<Problem> problem = Ownership.judge(node, seen, own);
              if (term.isPresent() && problem.isPresent() && seen.owner().equals(owner)) {
                String reason = node + " " + problem.get().message();
                site.register(own, changes -> changes.markOutdated(site.name(), reason));
              }
              return problem;
            })
        .map(List::of)
        .orElse(List.of());
  }
}
