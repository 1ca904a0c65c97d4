package dev.understudy.steps;

import dev.understudy.cloud.CloudException;
import dev.understudy.cloud.Instance;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.FencingConfig;
import dev.understudy.steps.FencingOutcome.NoProof;
import dev.understudy.steps.FencingOutcome.Proof;
import dev.understudy.workflow.SuspendedException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Has the cloud stop the old primary's instance by force. The proof is that the cloud calls it
 * stopped; an order that was given is none. A host that answers is left to the method ssh for a
 * while, since a stopped one keeps the WAL to itself that only it has.
 */
final class Ec2Fencing implements FencingMethod {
  /** EC2 stops most instances within a minute; one on broken hardware takes longer. */
  private static final Duration LIMIT = Duration.ofMinutes(6);

  private static final Duration ANSWERS = Duration.ofSeconds(1);
  private static final Duration HEAD_START = Duration.ofSeconds(20);

  /**
   * Ordered anew it is harmless; a stop that somebody asked for without force becomes one by it.
   */
  private static final Duration AGAIN = Duration.ofSeconds(10);

  private static final Duration LOOK = Duration.ofMillis(300);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(4);

  private final Sleeper sleeper;

  Ec2Fencing(Sleeper sleeper) {
    this.sleeper = sleeper;
  }

  @Override
  public String name() {
    return "ec2";
  }

  @Override
  public Duration limit(Duration usual) {
    return LIMIT;
  }

  @Override
  public FencingOutcome fence(FencingOrder order) {
    Future<Boolean> answers = answers(order);
    CloudNode node = CloudNode.of(order.site(), order.primary());
    Optional<Instance> off = off(node);
    if (off.isPresent()) {
      return new Proof(node.evidence(off.get()));
    }
    if (leftToSsh(order, answers)) {
      return new NoProof("its host answered, and another method has proved it");
    }
    long end = System.nanoTime() + order.limit().minusSeconds(2).toNanos();
    String reason = "EC2 has not said that " + node.instance() + " is stopped";
    Duration pause = LOOK;
    long again = System.nanoTime();
    while (System.nanoTime() - end < 0 && !order.settled().getAsBoolean()) {
      try {
        Instance seen = node.describe();
        if (seen.state().off()) {
          return new Proof(node.evidence(seen));
        }
        reason = "EC2 says that " + node.instance() + " is " + seen.state().label();
        if (System.nanoTime() - again >= 0 && seen.state() != Instance.State.SHUTTING_DOWN) {
          node.cloud().stop(seen.id());
          again = System.nanoTime() + AGAIN.toNanos();
        }
        pause = LOOK;
      } catch (CloudException e) {
        if (!e.errorClass().retriable()) {
          return new NoProof(e.getMessage());
        }
        reason = e.getMessage();
        pause = longer(pause);
      } catch (PreconditionException e) {
        return new NoProof(e.getMessage());
      }
      nap(pause);
    }
    return new NoProof(reason);
  }

  private static Duration longer(Duration pause) {
    Duration twice = pause.multipliedBy(2);
    return twice.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : twice;
  }

  /** The first look, while the host is asked; what goes wrong with it is told by a later one. */
  private static Optional<Instance> off(CloudNode node) {
    try {
      return Optional.of(node.describe()).filter(seen -> seen.state().off());
    } catch (UnderstudyException e) {
      return Optional.empty();
    }
  }

  /** A connection to a dead host takes far longer to fail than a failover can wait. */
  private static Future<Boolean> answers(FencingOrder order) {
    boolean ssh =
        order.site().config().failover().fencing().stream()
            .anyMatch(FencingConfig.Ssh.class::isInstance);
    Node node = order.primary();
    FutureTask<Boolean> asked = new FutureTask<>(() -> ssh && HostAnswers.within(node, ANSWERS));
    Thread thread = new Thread(asked, "whether " + node.name() + " answers");
    thread.setDaemon(true);
    thread.start();
    return asked;
  }

  private boolean leftToSsh(FencingOrder order, Future<Boolean> answers) {
    if (yes(answers)) {
      long end = System.nanoTime() + HEAD_START.toNanos();
      while (!order.settled().getAsBoolean() && System.nanoTime() - end < 0) {
        nap(Duration.ofMillis(50));
      }
    }
    return order.settled().getAsBoolean();
  }

  private static boolean yes(Future<Boolean> answers) {
    try {
      return answers.get(ANSWERS.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      // Silent, or not to be worked on: nothing that ssh could prove soon.
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting");
    }
  }

  private void nap(Duration pause) {
    try {
      sleeper.sleep(pause);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SuspendedException("interrupted while waiting");
    }
  }

  /** Somebody may have started it since. */
  @Override
  public Optional<String> untrue(FencingOrder order) {
    Instance seen = CloudNode.of(order.site(), order.primary()).describe();
    return seen.state().off()
        ? Optional.empty()
        : Optional.of(
            "EC2 says that %s is %s: somebody has started it again"
                .formatted(seen.id(), seen.state().label()));
  }
}
