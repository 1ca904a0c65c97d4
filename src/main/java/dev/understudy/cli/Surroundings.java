package dev.understudy.cli;

import dev.understudy.config.ConfigurationLocator;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/**
 * What a process is given.
 *
 * @param out for what was asked for
 * @param err for errors and remarks
 * @param environment of the process
 * @param home of the user
 * @param locator finds the configuration file
 * @param terminal what {@code out} leads to
 * @param clock for durations on the screen
 * @param interrupts tells when the process is to end
 */
public record Surroundings(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path home,
    ConfigurationLocator locator,
    Terminal terminal,
    Clock clock,
    Interrupts interrupts) {

  /** Those of this process. */
  public static Surroundings ofProcess() {
    return new Surroundings(
        stream(FileDescriptor.out),
        stream(FileDescriptor.err),
        System.getenv(),
        Path.of(System.getProperty("user.home")),
        ConfigurationLocator.ofSystem(),
        Terminal.ofProcess(),
        Clock.systemUTC(),
        Interrupts.OF_PROCESS);
  }

  /** Names and messages are UTF-8 whatever the locale says. */
  private static PrintStream stream(FileDescriptor descriptor) {
    return new PrintStream(new FileOutputStream(descriptor), false, StandardCharsets.UTF_8);
  }
}
