package dev.understudy.steps;

import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.postgres.Capability;
import dev.understudy.postgres.VouchSql;
import dev.understudy.steps.FencingOutcome.NoProof;
import dev.understudy.steps.FencingOutcome.Proof;
import dev.understudy.store.SynchronousRow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Where commits wait for standbys: none of those that could confirm one receives anything any more,
 * so the old primary can acknowledge nothing, whether or not it lives (what a client gave up
 * waiting for apart). Neither its host nor time is needed for that.
 */
final class ConfirmationFencing implements FencingMethod {
  static final String NAME = "sync";

  private final Sleeper sleeper;

  ConfirmationFencing(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  @Override
  public String name() {
    return NAME;
  }

  /** Whether the store says that acknowledged commits are on some standbys. */
  static boolean applies(Site site) {
    return !confirmers(site).isEmpty();
  }

  /** Those on one of which every acknowledged commit is, as the store knows for sure. */
  static List<String> confirmers(Site site) {
    return site.synchronous().map(SynchronousRow::confirmers).orElse(List.of());
  }

  @Override
  public FencingOutcome fence(FencingOrder order) {
    Site site = order.site();
    if (!site.dialect().has(Capability.CONNINFO_RELOADABLE)) {
      return new NoProof("a standby can be cut off without a restart from PostgreSQL 13 on");
    }
    List<String> names = confirmers(site);
    if (names.isEmpty()) {
      return new NoProof("no standby is known to have every acknowledged commit");
    }
    List<StandbyApart> standbys = new ArrayList<>();
    names.forEach(name -> standbys.add(new StandbyApart(site, name, order.fence(), sleeper)));
    try {
      apart(standbys);
    } catch (UnderstudyException e) {
      standbys.forEach(StandbyApart::takeBack);
      return new NoProof(e.getMessage());
    }
    return new Proof(
        Map.of(
            "commits waited for",
            String.join(", ", names),
            "which follow nobody now",
            "so none is acknowledged any more"));
  }

  /** All at once; every one has to be heard. */
  private static void apart(List<StandbyApart> standbys) {
    ExecutorService workers = Executors.newFixedThreadPool(standbys.size());
    try {
      Map<StandbyApart, Future<Boolean>> asked = new LinkedHashMap<>();
      standbys.forEach(each -> asked.put(each, workers.submit(each::tell)));
      asked.forEach((each, future) -> Futures.result(each.name(), future));
    } finally {
      workers.shutdownNow();
    }
  }

  /** The others were told under the run's authority, which nobody else has had since. */
  @Override
  public String recheck(FencingOrder order) {
    return "[ \"$(ask "
        + Shell.quote(VouchSql.followsNobody())
        + ")\" = t ] || refuse 'it follows a primary again'";
  }
}
