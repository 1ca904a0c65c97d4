package dev.understudy.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/** A host without SSH: commands run as root by a local shell inside a sandbox. */
public final class LocalHost implements Host {
  private final Sandbox sandbox;

  public LocalHost(Sandbox sandbox) {
    this.sandbox = sandbox;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public String serviceAddress() {
    return "127.0.0.1";
  }

  @Override
  public CommandResult run(Command command) {
    Invocation invocation = Invocation.of(command, name(), "root", Sandbox.QUICK);
    Transcript transcript = new Transcript(invocation, name());
    String pid = Long.toString(sandbox.pid);
    try {
      Process process =
          new ProcessBuilder("nsenter", "-t", pid, "-m", "-p", "sh", "-c", invocation.line())
              .start();
      thread(() -> copy(process.getInputStream(), transcript.out()));
      thread(() -> copy(process.getErrorStream(), transcript.err()));
      thread(() -> feed(process.getOutputStream(), command.input()));
      boolean ended = transcript.complete(invocation.limit());
      if (!ended) {
        process.destroyForcibly();
      }
      return transcript.result(ended && process.waitFor(5, TimeUnit.SECONDS), !ended);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static void thread(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
  }

  private static void copy(InputStream from, MarkedStream to) {
    byte[] buffer = new byte[8192];
    try (from;
        to) {
      for (int n = from.read(buffer); n >= 0; n = from.read(buffer)) {
        to.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void feed(OutputStream to, byte[] input) {
    try (to) {
      to.write(input);
    } catch (IOException e) {
      // The command did not want all of its input, as is its right.
    }
  }
}
