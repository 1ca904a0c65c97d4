package dev.understudy.host;

import com.jcraft.jsch.ChannelExec;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.Session;
import dev.understudy.common.Shell;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A shell of root's on a host that carries out one command after the other. Becoming root and
 * opening a channel cost more than most commands do.
 */
final class StandingShell {
  private static final String LOGIN = Scripts.text("guard/login.sh");
  private static final String LOOP = Scripts.text("guard/standing.sh");

  private static final long SLICE_MILLIS = 250;

  private final Session session;
  private final ChannelExec channel;
  private final OutputStream requests;
  private final Relay out = new Relay();
  private final Relay err = new Relay();

  StandingShell(Session session) throws JSchException {
    this.session = session;
    this.channel = SshHost.channel(session);
    String line =
        Shell.words("exec", "/bin/sh", "-c", LOGIN, "understudy", Nonce.next(), "root", LOOP);
    channel.setCommand(line.getBytes(StandardCharsets.UTF_8));
    channel.setOutputStream(out);
    channel.setErrStream(err);
    try {
      this.requests = channel.getOutputStream();
    } catch (IOException e) {
      throw new JSchException("channel is not opened.", e);
    }
  }

  /**
   * @param first gets what the login's shell and sudo say beforehand
   */
  void open(Transcript first) throws JSchException {
    listen(first);
    channel.connect();
  }

  ChannelExec channel() {
    return channel;
  }

  boolean isOf(Session current) {
    return session == current && channel.isConnected() && !channel.isEOF();
  }

  private void listen(Transcript transcript) {
    out.to = transcript.out();
    err.to = transcript.err();
  }

  /**
   * Announces the command, and waits until the shell is there to take it.
   *
   * @return false when the connection or the shell has ended or does not answer; nothing was
   *     started then
   */
  boolean ready(Invocation invocation, Transcript transcript, Duration limit)
      throws InterruptedException {
    listen(transcript);
    try {
      return send(invocation.announcement()) && answers(transcript, limit);
    } catch (InterruptedException e) {
      close();
      throw e;
    }
  }

  private boolean answers(Transcript transcript, Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (!transcript.out().ready().await(SLICE_MILLIS, TimeUnit.MILLISECONDS)) {
      if (!channel.isConnected() || System.nanoTime() - deadline > 0) {
        return false;
      }
    }
    // Both streams tell why there is no shell.
    return transcript.out().isReady()
        || (transcript.complete(Duration.ofMillis(SLICE_MILLIS)) && transcript.out().isReady());
  }

  /** Sends the command itself, which may be carried out from here on. */
  boolean send(byte[] bytes) {
    try {
      requests.write(bytes);
      requests.flush();
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  /** Nobody hears what it says any more, until the next command. */
  void rest() {
    out.to = null;
    err.to = null;
  }

  boolean isConnected() {
    return channel.isConnected();
  }

  /** Whether the shell itself has ended and the connection is well. */
  boolean ended() {
    return channel.getExitStatus() >= 0;
  }

  void close() {
    channel.disconnect();
  }

  /** Hands over to the streams of the command that is being carried out. */
  private static final class Relay extends OutputStream {
    private volatile @Nullable OutputStream to;

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      OutputStream now = to;
      if (now != null) {
        now.write(bytes, offset, length);
      }
    }

    @Override
    public void close() throws IOException {
      OutputStream now = to;
      if (now != null) {
        now.close();
      }
    }
  }
}
