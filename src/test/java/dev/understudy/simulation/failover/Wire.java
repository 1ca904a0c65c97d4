package dev.understudy.simulation.failover;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.UnderstudyException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How the service asks and tells nodes: a question may be lost on its way, or its answer. */
final class Wire {
  private static final long CONNECT = 3000;

  private final World world;

  Wire(World world) {
    this.world = world;
  }

  /** What is asked of a node; it answers once, or never. */
  interface Question<T> {
    void reach(SimNode node, Answer<T> answer);
  }

  /** The way back. */
  static final class Answer<T> {
    private final Consumer<T> good;
    private final Consumer<UnderstudyException> bad;

    private Answer(Consumer<T> good, Consumer<UnderstudyException> bad) {
      this.good = good;
      this.bad = bad;
    }

    void say(T value) {
      good.accept(value);
    }

    void refuse(ErrorClass kind, String why) {
      bad.accept(new UnderstudyException(kind, "node", why, "see to it", null));
    }
  }

  /** An answer to come. */
  static final class Pending<T> {
    private @Nullable T value;
    private @Nullable UnderstudyException error;
    private @Nullable Runnable then;

    /** To be done when the answer, or its want, is known. */
    void then(Runnable what) {
      then = what;
    }

    boolean done() {
      return value != null || error != null;
    }

    boolean good() {
      return value != null;
    }

    T get() {
      if (error != null) {
        throw error;
      }
      if (value == null) {
        throw new IllegalStateException("there is no answer yet");
      }
      return value;
    }

    private void end(@Nullable T good, @Nullable UnderstudyException bad) {
      if (!done()) {
        value = good;
        error = bad;
        if (then != null) {
          then.run();
        }
      }
    }
  }

  /** Over SSH. */
  <T> Pending<T> ssh(SimNode node, long limit, Question<T> question) {
    return send(node, limit, question);
  }

  /** To the server, which has to let it in. */
  <T> Pending<T> sql(SimNode node, long limit, Question<T> question) {
    return send(
        node,
        limit,
        (there, answer) -> {
          if (there.answers()) {
            question.reach(there, answer);
          } else {
            answer.refuse(ErrorClass.CONNECTION, "its server lets nobody in");
          }
        });
  }

  /** A change, through the guard and under its lock. */
  <T> Pending<T> change(SimNode node, long limit, Fence fence, long takes, Question<T> question) {
    return ssh(
        node,
        limit,
        (there, answer) ->
            there.locked(
                takes,
                () -> {
                  String why = there.refuses(fence);
                  if (why == null) {
                    question.reach(there, answer);
                  } else {
                    answer.refuse(ErrorClass.FENCED, why);
                  }
                }));
  }

  private <T> Pending<T> send(SimNode node, long limit, Question<T> question) {
    Pending<T> pending = new Pending<>();
    Net net = world.net;
    int here = world.service();
    boolean fresh = world.chance(50);
    boolean reaches = node.up && net.up(here, node.id) && (!fresh || net.up(node.id, here));
    if (!reaches) {
      ErrorClass kind = fresh || !node.up ? ErrorClass.CONNECTION : ErrorClass.UNKNOWN;
      fail(pending, Math.min(limit, CONNECT), kind, node.name + " cannot be reached");
      return pending;
    }
    Answer<T> answer =
        new Answer<>(
            value -> back(node, () -> pending.end(value, null)),
            error -> back(node, () -> pending.end(null, error)));
    node.later(net.delay(here, node.id), () -> question.reach(node, answer));
    fail(pending, limit, ErrorClass.TIMEOUT, node.name + " did not answer in " + limit + " ms");
    return pending;
  }

  private void back(SimNode node, Runnable end) {
    if (world.net.up(node.id, world.service())) {
      world.atService(world.net.delay(node.id, world.service()), end);
    }
  }

  private void fail(Pending<?> pending, long after, ErrorClass kind, String why) {
    world.atService(
        after,
        () -> pending.end(null, new UnderstudyException(kind, "node", why, "see to it", null)));
  }
}
