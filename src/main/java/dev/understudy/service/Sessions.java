package dev.understudy.service;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import dev.understudy.store.Store;
import dev.understudy.timetable.Entries;
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
  private final Configuration configuration;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);
  private @Nullable Session session;
  private @Nullable Session looking;
  private @Nullable Watching watching;
  private @Nullable Audits audits;
  private @Nullable Observing observing;
  private @Nullable Renewing renewing;

  Sessions(Configuration configuration, Clock clock) {
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
   * @param serving called once it does so
   */
  void serve(Runnable serving) {
    Session own;
    Watching seeing;
    synchronized (this) {
      requireOpen();
      own = Session.own(configuration, clock);
      session = own;
      renewing = Renewing.start(configuration, own, clock);
      seeing = Watching.start(configuration, clock);
      watching = seeing;
      observing =
          Observing.start(
              configuration, own, seeing.watch(), new EngineFailover(own.signals()), clock);
    }
    Audits begun = Audits.of(configuration, own, clock, seeing::settled);
    synchronized (this) {
      audits = begun;
    }
    own.keepTimetable(Entries.of(configuration), clock, begun::begin);
    begun.makeUp();
    serving.run();
    try {
      closing.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Empty unless this process serves. */
  synchronized Optional<Watching> watching() {
    return Optional.ofNullable(watching);
  }

  /** Empty unless this process serves. */
  synchronized Optional<Observing> observing() {
    return Optional.ofNullable(observing);
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
    try (Store store = Store.openForReading(configuration.data())) {
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
    Watching seeing;
    Audits auditing;
    Observing judging;
    Renewing permitting;
    List<Session> open;
    synchronized (this) {
      open = Stream.of(session, looking).filter(Objects::nonNull).toList();
      seeing = watching;
      auditing = audits;
      judging = observing;
      permitting = renewing;
      renewing = null;
      session = null;
      looking = null;
      watching = null;
      audits = null;
      observing = null;
    }
    if (judging != null) {
      judging.close();
    }
    if (auditing != null) {
      auditing.close();
    }
    if (permitting != null) {
      permitting.close();
    }
    if (seeing != null) {
      seeing.close();
    }
    open.forEach(Session::close);
  }
}
