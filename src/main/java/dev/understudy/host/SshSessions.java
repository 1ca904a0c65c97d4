package dev.understudy.host;

import com.jcraft.jsch.Session;
import dev.understudy.common.ErrorClass;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The one session with a host. Made when first needed and again after it broke; threads that ask
 * meanwhile share one attempt, so that a dead host costs all of them a single time limit.
 */
final class SshSessions {
  private final SshTarget target;
  private final Function<SshTarget, Session> connector;
  private @Nullable Session current;
  private @Nullable CompletableFuture<Session> attempt;
  private boolean ahead;
  private @Nullable HostException refusedAhead;
  private boolean closed;

  /**
   * @param connector logs in; fails as {@link #get} does
   */
  SshSessions(SshTarget target, Function<SshTarget, Session> connector) {
    this.target = target;
    this.connector = connector;
  }

  /**
   * @throws HostException CONNECTION, AUTHENTICATION or HOST_KEY
   */
  Session get() {
    return get(false);
  }

  /**
   * Connects ahead of time. A refusal that nobody else got is kept for the next who asks, since one
   * login that fails must not become two.
   *
   * @throws HostException as {@link #get} does
   */
  void approach() {
    get(true);
  }

  private Session get(boolean early) {
    CompletableFuture<Session> shared;
    boolean mine;
    synchronized (this) {
      if (closed) {
        throw failure("this service is stopping");
      }
      if (current != null && current.isConnected()) {
        return current;
      }
      rethrowRefusal(early);
      mine = attempt == null;
      ahead = early && (mine || ahead);
      shared = mine ? new CompletableFuture<>() : attempt;
      attempt = shared;
    }
    if (mine) {
      connect(shared);
    }
    return outcome(shared);
  }

  private void rethrowRefusal(boolean early) {
    HostException refused = refusedAhead;
    refusedAhead = early ? refused : null;
    if (refused != null) {
      throw refused;
    }
  }

  private static boolean isRefusal(HostException failure) {
    return failure.errorClass() == ErrorClass.AUTHENTICATION
        || failure.errorClass() == ErrorClass.HOST_KEY;
  }

  private static Session outcome(CompletableFuture<Session> shared) {
    try {
      return shared.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof HostException known ? known : e;
    }
  }

  private void connect(CompletableFuture<Session> mine) {
    Session session = null;
    Throwable failure = null;
    try {
      session = connector.apply(target);
    } catch (RuntimeException | Error e) {
      // Nothing is connected; every waiting thread gets the same error, also when there is no
      // memory for the connection's thread.
      failure = e;
    }
    synchronized (this) {
      attempt = null;
      current = session;
      if (ahead && failure instanceof HostException known && isRefusal(known)) {
        refusedAhead = known;
      }
      if (closed && session != null) {
        session.disconnect();
      }
    }
    if (failure != null) {
      mine.completeExceptionally(failure);
    } else {
      mine.complete(session);
    }
  }

  /** Gives a broken session up; its other commands end as unknown. */
  void drop(Session broken) {
    broken.disconnect();
  }

  /** Ends the session, if there is one; the next who needs one makes it anew. */
  synchronized void hangUp() {
    if (current != null) {
      current.disconnect();
      current = null;
    }
  }

  synchronized void close() {
    closed = true;
    if (current != null) {
      current.disconnect();
    }
  }

  private HostException failure(String message) {
    return SshFailure.failure(ErrorClass.CONNECTION, target, message, null, null);
  }
}
