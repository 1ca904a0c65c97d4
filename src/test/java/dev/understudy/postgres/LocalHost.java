package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Host;
import dev.understudy.host.HostException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** This machine as a host: a real shell, other users through runuser, no guard. */
final class LocalHost implements Host {
  private final List<Command> commands = new ArrayList<>();

  @Override
  public String name() {
    return "local";
  }

  /** Every command that was run, in order. */
  List<Command> commands() {
    return commands;
  }

  @Override
  public CommandResult run(Command command) {
    commands.add(command);
    try {
      Process process = new ProcessBuilder(words(command)).start();
      CompletableFuture<byte[]> out = drain(process.getInputStream());
      CompletableFuture<byte[]> err = drain(process.getErrorStream());
      CompletableFuture<Void> in = CompletableFuture.runAsync(() -> feed(process, command.input()));
      int exit = process.waitFor();
      in.join();
      byte[] stdout = out.join();
      boolean truncated = stdout.length > command.maxOutput();
      byte[] kept = truncated ? Arrays.copyOf(stdout, command.maxOutput()) : stdout;
      return new CommandResult(name(), exit, text(kept), text(err.join()), truncated);
    } catch (IOException e) {
      throw new HostException(ErrorClass.CONNECTION, name(), "no shell", null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new HostException(ErrorClass.UNKNOWN, name(), "interrupted", null, e);
    }
  }

  private static List<String> words(Command command) {
    String self = System.getProperty("user.name");
    String user = command.user().orElse(self);
    return user.equals(self)
        ? List.of("sh", "-c", command.script())
        : List.of("runuser", "-u", user, "--", "sh", "-c", command.script());
  }

  private static CompletableFuture<byte[]> drain(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void feed(Process process, byte[] input) {
    try (var stdin = process.getOutputStream()) {
      stdin.write(input);
    } catch (IOException e) {
      // A program that ends without reading its input is no failure of the host.
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public String serviceAddress() {
    return "127.0.0.1";
  }
}
