package dev.understudy.host;

import com.jcraft.jsch.Session;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The standing shells of one host that have nothing to do just now. */
final class StandingShells {
  /** With those at work, fewer than sshd allows sessions of one connection. */
  private static final int IDLE = 3;

  /** After this nothing of ours stays on a host where nothing is done. */
  private static final long IDLE_SECONDS = 20;

  private final Deque<StandingShell> idle = new ArrayDeque<>();
  private boolean watched;
  private boolean used;

  /** One on this connection; null when there is none. */
  synchronized @Nullable StandingShell take(Session session) {
    used = true;
    StandingShell shell = idle.pollFirst();
    while (shell != null && !shell.isOf(session)) {
      shell.close();
      shell = idle.pollFirst();
    }
    return shell;
  }

  synchronized void giveBack(StandingShell shell) {
    shell.rest();
    if (idle.size() >= IDLE) {
      shell.close();
      return;
    }
    idle.addFirst(shell);
    watch();
  }

  private void watch() {
    if (!watched) {
      watched = true;
      used = false;
      CompletableFuture.delayedExecutor(IDLE_SECONDS, TimeUnit.SECONDS).execute(this::look);
    }
  }

  private synchronized void look() {
    watched = false;
    if (!used) {
      close();
    } else if (!idle.isEmpty()) {
      watch();
    }
  }

  synchronized void close() {
    idle.forEach(StandingShell::close);
    idle.clear();
  }
}
