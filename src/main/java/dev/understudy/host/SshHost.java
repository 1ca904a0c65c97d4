package dev.understudy.host;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Sleeper;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * A host behind sshd: one session. Commands of root's, and of those it becomes, go through standing
 * shells; those of the login itself go each over a channel of its own.
 */
final class SshHost implements Host {
  /** sshd's MaxSessions is 10 unless set; some are left for people. */
  private static final int CHANNELS = 6;

  private static final Duration REFUSED_LIMIT = Duration.ofSeconds(30);
  private static final Duration REFUSED_PAUSE = Duration.ofMillis(200);
  private static final Duration ALONE = Duration.ofMinutes(10);
  private static final Duration READY = Duration.ofSeconds(5);
  private static final Duration SLICE = Duration.ofMillis(250);

  private final SshTarget target;
  private final SshSessions sessions;
  private final GuardTiming timing;
  private final Sleeper sleeper;
  private final Semaphore channels = new Semaphore(CHANNELS, true);
  private final StandingShells shells = new StandingShells();

  /** Until when there are none, since the login's profile keeps what a shell should get. */
  private volatile long aloneUntil = System.nanoTime();

  SshHost(SshTarget target, SshSessions sessions, GuardTiming timing, Sleeper sleeper) {
    this.target = target;
    this.sessions = sessions;
    this.timing = timing;
    this.sleeper = sleeper;
  }

  @Override
  public String name() {
    return target.node();
  }

  @Override
  public String serviceAddress() {
    String connection = run(Command.script("printf %s \"$SSH_CONNECTION\"")).stdout();
    int blank = connection.indexOf(' ');
    if (blank < 1) {
      throw failure(ErrorClass.PRECONDITION, "the host does not say where connections come from");
    }
    return connection.substring(0, blank);
  }

  @Override
  public CommandResult run(Command command) {
    Invocation invocation = Invocation.of(command, target.node(), target.user(), timing);
    boolean taken = false;
    try {
      taken = channels.tryAcquire(invocation.limit().toMillis(), TimeUnit.MILLISECONDS);
      if (!taken) {
        throw failure(ErrorClass.CONNECTION, "too many commands under way; this was not started");
      }
      return exchange(invocation);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure(ErrorClass.UNKNOWN, "interrupted while the command ran");
    } finally {
      if (taken) {
        channels.release();
      }
    }
  }

  /** A standing shell, and what it says about a command. */
  private record Asked(StandingShell shell, Transcript transcript) {}

  private CommandResult carryOut(Asked asked, Invocation invocation) throws InterruptedException {
    StandingShell shell = asked.shell();
    Transcript transcript = asked.transcript();
    boolean usable = false;
    try {
      boolean ended = true;
      if (transcript.out().isReady() && shell.send(invocation.body())) {
        ended = await(shell::isConnected, transcript, invocation.limit());
      }
      usable = transcript.answered();
      return transcript.result(shell.ended(), !ended);
    } finally {
      if (usable) {
        shells.giveBack(shell);
      } else {
        shell.close();
      }
    }
  }

  /**
   * Until a shell waits for the command, or a fresh one has ended with words of its own; empty when
   * none answers.
   */
  private Optional<Asked> ask(Invocation invocation, boolean again) throws InterruptedException {
    Session session = sessions.get();
    Transcript transcript = new Transcript(invocation, target.node());
    StandingShell idle = shells.take(session);
    boolean fresh = idle == null;
    try {
      StandingShell shell = fresh ? open(session, transcript) : idle;
      if (shell.ready(invocation, transcript, READY) || (fresh && shell.ended())) {
        return Optional.of(new Asked(shell, transcript));
      }
      boolean silent = shell.isConnected();
      shell.close();
      if (silent && fresh) {
        return Optional.empty();
      }
      // One that somebody killed says nothing about the connection, which others may be using.
      if (silent || shell.ended() || (!fresh && session.isConnected())) {
        return ask(invocation, again);
      }
      throw new JSchException(SshFailure.SESSION_DOWN);
    } catch (JSchException e) {
      giveUp(again, e);
      sessions.drop(session);
      return ask(invocation, false);
    }
  }

  private StandingShell open(Session session, Transcript transcript)
      throws JSchException, InterruptedException {
    Duration waited = Duration.ZERO;
    while (true) {
      StandingShell shell = new StandingShell(session);
      try {
        shell.open(transcript);
        return shell;
      } catch (JSchException e) {
        if (!full(session, shell.channel(), e)) {
          throw e;
        }
        waited = pause(waited, e);
      }
    }
  }

  private CommandResult exchange(Invocation invocation) throws InterruptedException {
    if (invocation.fitsStanding() && System.nanoTime() - aloneUntil >= 0) {
      Optional<Asked> asked = ask(invocation, true);
      if (asked.isPresent()) {
        return carryOut(asked.get(), invocation);
      }
      aloneUntil = System.nanoTime() + ALONE.toNanos();
    }
    return alone(invocation);
  }

  private CommandResult alone(Invocation invocation) throws InterruptedException {
    Transcript transcript = new Transcript(invocation, target.node());
    ChannelExec channel = open(invocation, transcript);
    try {
      boolean ended = await(channel::isConnected, transcript, invocation.limit());
      boolean inOrder = ended && channel.getExitStatus() >= 0;
      return transcript.result(inOrder, !ended);
    } finally {
      channel.disconnect();
    }
  }

  /** False when the limit passed. */
  private boolean await(BooleanSupplier connected, Transcript transcript, Duration limit)
      throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!transcript.complete(SLICE)) {
      // A session that breaks at a bad moment leaves a channel whose streams nobody closes.
      if (!connected.getAsBoolean() || transcript.decided()) {
        transcript.complete(SLICE);
        return true;
      }
      if (System.nanoTime() - deadline > 0) {
        return false;
      }
    }
    return true;
  }

  /** Opens a channel; as long as it is certain that nothing was started, tries again. */
  private ChannelExec open(Invocation invocation, Transcript transcript)
      throws InterruptedException {
    Duration waited = Duration.ZERO;
    boolean again = true;
    while (true) {
      Session session = sessions.get();
      ChannelExec channel = null;
      try {
        channel = channel(session);
        start(channel, invocation, transcript);
        return channel;
      } catch (JSchException e) {
        if (channel != null && full(session, channel, e)) {
          waited = pause(waited, e);
        } else {
          giveUp(again, e);
          again = false;
          sessions.drop(session);
        }
      }
    }
  }

  /** JSch returns none, instead of an error, when the session breaks just then. */
  static ChannelExec channel(Session session) throws JSchException {
    ChannelExec channel = (ChannelExec) session.openChannel("exec");
    if (channel == null) {
      throw new JSchException(SshFailure.SESSION_DOWN);
    }
    return channel;
  }

  /** Whether sshd refused the channel, on a connection that is well. */
  private static boolean full(Session session, ChannelExec channel, JSchException cause) {
    return SshFailure.notStarted(cause) && channel.getExitStatus() >= 0 && session.isConnected();
  }

  private Duration pause(Duration waited, JSchException cause) throws InterruptedException {
    if (waited.compareTo(REFUSED_LIMIT) >= 0) {
      throw failure(ErrorClass.CONNECTION, "sshd allows no more sessions (MaxSessions)", cause);
    }
    shells.close();
    sleeper.sleep(REFUSED_PAUSE);
    return waited.plus(REFUSED_PAUSE);
  }

  /** Returns when the session had died unnoticed, before the command was sent. */
  private void giveUp(boolean again, JSchException cause) {
    if (!SshFailure.notStarted(cause)) {
      String message = "the connection was lost while a command was sent";
      throw failure(ErrorClass.UNKNOWN, message, cause);
    }
    if (!again) {
      throw failure(ErrorClass.CONNECTION, "the connection breaks at once", cause);
    }
  }

  private static void start(ChannelExec channel, Invocation invocation, Transcript transcript)
      throws JSchException {
    channel.setCommand(invocation.line().getBytes(StandardCharsets.UTF_8));
    channel.setInputStream(new ByteArrayInputStream(invocation.command().input()));
    channel.setOutputStream(transcript.out());
    channel.setErrStream(transcript.err());
    channel.connect();
  }

  private HostException failure(ErrorClass errorClass, String message) {
    return SshFailure.failure(errorClass, target, message, null, null);
  }

  private HostException failure(ErrorClass errorClass, String message, JSchException cause) {
    return SshFailure.failure(errorClass, target, message, null, cause);
  }
}
