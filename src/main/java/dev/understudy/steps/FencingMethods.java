package dev.understudy.steps;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.FencingConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** All ways to fence, by what the configuration says of a cluster. */
final class FencingMethods {
  private final Function<FencingConfig, FencingMethod> methods;
  private final FencingMethod confirmations;

  /**
   * @param methods those that can be configured
   * @param confirmations what is tried first where commits wait for standbys
   */
  FencingMethods(Function<FencingConfig, FencingMethod> methods, FencingMethod confirmations) {
    this.methods = methods;
    this.confirmations = confirmations;
  }

  /** The methods configured for a cluster. */
  List<FencingMethod> of(Site site) {
    return site.config().failover().fencing().stream().map(methods).toList();
  }

  /** All that may have proved something for a cluster. */
  List<FencingMethod> proving(Site site) {
    List<FencingMethod> all = new ArrayList<>(of(site));
    all.add(confirmations);
    return all;
  }

  /**
   * As {@link #sideBySide}, unless no commit can be acknowledged any more for want of standbys that
   * confirm it: that is proof enough, and all else comes {@link #later}.
   *
   * @param lossless whether one of those is to be promoted; for another one it would prove nothing
   */
  Map<String, FencingOutcome> fence(FencingOrder order, boolean lossless) {
    if (!lossless || !ConfirmationFencing.applies(order.site())) {
      return sideBySide(order, of(order.site()));
    }
    Map<String, FencingOutcome> outcomes = new LinkedHashMap<>();
    outcomes.put(confirmations.name(), confirmations.fence(order));
    if (outcomes.values().iterator().next() instanceof FencingOutcome.NoProof) {
      outcomes.putAll(sideBySide(order, of(order.site())));
    }
    return outcomes;
  }

  /**
   * All that does more than wait, once that is not waited for. A lease is left to run out: what it
   * would ask of standbys they have been told already.
   */
  Map<String, FencingOutcome> later(FencingOrder order) {
    List<FencingMethod> all =
        of(order.site()).stream().filter(method -> !(method instanceof LeaseFencing)).toList();
    return all.isEmpty() ? Map.of() : sideBySide(order, all);
  }

  /**
   * Tries all of them side by side and ends with the first proof; what the others do goes on, and
   * counts for nothing. Without proof all have answered, or the limit has passed.
   *
   * @return by name, in the order of the configuration
   */
  private Map<String, FencingOutcome> sideBySide(FencingOrder order, List<FencingMethod> all) {
    ExecutorService pool = Executors.newFixedThreadPool(all.size());
    Duration longest =
        all.stream()
            .map(method -> method.limit(order.limit()))
            .max(Comparator.naturalOrder())
            .orElse(order.limit());
    long end = System.nanoTime() + longest.toNanos();
    AtomicBoolean over = new AtomicBoolean();
    try {
      Map<String, Future<FencingOutcome>> under = new LinkedHashMap<>();
      for (FencingMethod method : all) {
        FencingOrder own = order.within(method.limit(order.limit()), over::get);
        under.put(name(method, under), pool.submit(() -> fence(method, own, over)));
      }
      while (!settled(under) && System.nanoTime() - end < 0) {
        under.values().stream()
            .filter(each -> !each.isDone())
            .findFirst()
            .ifPresent(each -> outcome(each, 20));
      }
      Map<String, FencingOutcome> outcomes = new LinkedHashMap<>();
      under.forEach((name, each) -> outcomes.put(name, outcome(each, 0)));
      return outcomes;
    } finally {
      over.set(true);
      pool.shutdown();
    }
  }

  private static FencingOutcome fence(
      FencingMethod method, FencingOrder order, AtomicBoolean proved) {
    FencingOutcome outcome = method.fence(order);
    if (outcome instanceof FencingOutcome.Proof) {
      proved.set(true);
    }
    return outcome;
  }

  /** Several commands may be configured. */
  private static String name(FencingMethod method, Map<String, ?> taken) {
    String name = method.name();
    for (int number = 2; taken.containsKey(name); number++) {
      name = method.name() + " " + number;
    }
    return name;
  }

  private static boolean settled(Map<String, Future<FencingOutcome>> under) {
    boolean all = under.values().stream().allMatch(Future::isDone);
    return all
        || under.values().stream()
            .anyMatch(each -> each.isDone() && outcome(each, 0) instanceof FencingOutcome.Proof);
  }

  private static FencingOutcome outcome(Future<FencingOutcome> future, long millis) {
    try {
      return future.get(millis, TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      return new FencingOutcome.NoProof("it had not answered yet");
    } catch (ExecutionException e) {
      boolean known = e.getCause() instanceof UnderstudyException;
      return new FencingOutcome.NoProof(
          known ? e.getCause().getMessage() : "it failed: " + e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new FencingOutcome.NoProof("it was interrupted");
    }
  }
}
