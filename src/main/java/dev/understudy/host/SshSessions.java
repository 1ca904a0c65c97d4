package dev.understudy.host;

import com.jcraft.jsch.Session;
import dev.understudy.common.ErrorClass;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * The one session with a host. Made when first needed and again after it broke; threads that ask
 * meanwhile share one attempt, so that a dead host costs all of them a single time limit.
 */
final class SshSessions {
  private final SshTarget target;
  private final SshConnector connector;
  private @Nullable Session current;
  private @Nullable CompletableFuture<Session> attempt;
  private boolean closed;

  SshSessions(SshTarget target, SshConnector connector) {
    this.target = target;
    this.connector = connector;
  }

  /**
   * @throws HostException CONNECTION, AUTHENTICATION or HOST_KEY
   */
  Session get() {
    CompletableFuture<Session> shared;
    boolean mine;
    synchronized (this) {
      if (closed) {
        throw failure("this service is stopping");
      }
      if (current != null && current.isConnected()) {
        return current;
      }
      mine = attempt == null;
      shared = mine ? new CompletableFuture<>() : attempt;
      attempt = shared;
    }
    if (mine) {
      connect(shared);
    }
    return outcome(shared);
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
    RuntimeException failure = null;
    try {
      session = connector.connect(target);
    } catch (RuntimeException e) {
      // Nothing is connected; every waiting thread gets the same error.
      failure = e;
    }
    synchronized (this) {
      attempt = null;
      current = session;
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
