package dev.understudy.service;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Tally;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.LiveConfiguration;
import dev.understudy.store.Store;
import dev.understudy.workflow.Runs;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The store's sessions in this process, each opened when it is first needed. */
final class Sessions implements AutoCloseable {
  private final LiveConfiguration configuration;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Session session;
  private @Nullable Session looking;
  private @Nullable Serving serving;

  Sessions(LiveConfiguration configuration, Clock clock) {
    this.configuration = configuration;
    this.clock = clock;
  }

  /**
   * To change something: with an engine, where no other process has one.
   *
   * @throws UnderstudyException when this is closed
   */
  synchronized Session session(@Nullable String cluster) {
    requireOpen();
    if (session == null) {
      session = Session.open(configuration, clock, cluster);
    }
    return session;
  }

  /** To look only: what rests is not taken up by it. */
  synchronized Session looking() {
    requireOpen();
    if (session != null) {
      return session;
    }
    if (looking == null) {
      looking = Session.look(configuration, clock);
    }
    return looking;
  }

  /**
   * Carries out runs, starts those that are scheduled, and watches all clusters, until closed.
   *
   * @param begun called once it does so
   */
  void serve(Runnable begun) {
    synchronized (this) {
      requireOpen();
      session = Session.own(configuration, clock);
      serving = Serving.start(configuration, session, clock);
    }
    begun.run();
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * What serves in this process.
   *
   * @throws UnderstudyException PRECONDITION when it does not
   */
  synchronized Serving serving() {
    if (serving == null) {
      throw new PreconditionException(
          "service",
          "no service runs with this data directory, or it listens nowhere",
          "a service reads its configuration when it starts; one that listens nowhere, on SIGHUP");
    }
    return serving;
  }

  /** What does not go on any more; empty while all does, and where this process does not serve. */
  synchronized Optional<String> stuck() {
    return Optional.ofNullable(serving).flatMap(Serving::stuck);
  }

  /** Empty unless this process serves. */
  synchronized Optional<Watching> watching() {
    return Optional.ofNullable(serving).map(Serving::watching);
  }

  /** What was counted; empty before there is a session to change something. */
  synchronized Optional<Tally> tally() {
    return Optional.ofNullable(session).map(Session::tally);
  }

  /** Empty unless this process serves. */
  synchronized Optional<Observing> observing() {
    return Optional.ofNullable(serving).map(Serving::observing);
  }

  /** Waits for it so long at most. */
  boolean closesWithin(Duration time) {
    try {
      return closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  <T> T withRuns(Function<Runs, T> question) {
    Session open;
    synchronized (this) {
      open = session;
    }
    if (open != null) {
      return question.apply(open.runs());
    }
    try (Store store = Store.openForReading(configuration.get().data())) {
      return question.apply(new Runs(store.reader()));
    }
  }

  /** A session that nobody closes any more would carry out runs until the process is killed. */
  private void requireOpen() {
    if (closing.getCount() == 0) {
      throw new UnderstudyException(
          ErrorClass.UNKNOWN, "store", "this process ends", "give the command again", null);
    }
  }

  @Override
  public void close() {
    closing.countDown();
    Serving served;
    List<Session> open;
    synchronized (this) {
      open = Stream.of(session, looking).filter(Objects::nonNull).toList();
      served = serving;
      session = null;
      looking = null;
      serving = null;
    }
    if (served != null) {
      served.close();
    }
    open.forEach(Session::close);
  }
}
