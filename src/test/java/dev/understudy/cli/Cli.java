package dev.understudy.cli;

import dev.understudy.config.ConfigurationLocator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs commands as a user would, over a {@link FakeUnderstudy}. */
final class Cli {
  static final Instant NOW = Instant.parse("2026-11-24T21:40:00Z");

  final FakeUnderstudy understudy = new FakeUnderstudy();
  final Path file;
  final List<Runnable> onInterrupt = new ArrayList<>();
  boolean interactive;
  boolean colours;
  int columns = 100;
  int opened;

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  /** With a configuration that has the clusters orders and stock. */
  Cli(Path directory) throws IOException {
    file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        service: { listen: "127.0.0.1:0" }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes: { alpha: { host: 10.0.0.1 }, bravo: { host: 10.0.0.2 } }
          stock:
            postgresql: 16
            primary: alpha
            nodes: { alpha: { host: 10.0.0.3 } }
        """);
  }

  int run(String... args) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(interactive, colours, colours, true, () -> new Terminal.Size(columns, 24));
    Surroundings surroundings =
        new Surroundings(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            Path.of("/home/somebody"),
            new ConfigurationLocator(Map.of(), List.of(file)),
            terminal,
            Clock.fixed(NOW, ZoneOffset.UTC),
            this::register);
    return new Main(
            configuration -> {
              opened++;
              return understudy;
            },
            surroundings)
        .run(args);
  }

  private Interrupts.Registration register(Runnable action) {
    onInterrupt.add(action);
    return () -> onInterrupt.remove(action);
  }

  String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
