package dev.understudy.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The command above all others: the options that every command takes. */
@Command(
    name = "understudy",
    versionProvider = Version.class,
    header = "Keeps a second PostgreSQL ready to take the stage.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nBegin with:%n",
    footer = {
      "  understudy init              write a configuration to edit",
      "  understudy plan orders       see what would change; changes nothing",
      "  understudy provision orders  make the standbys",
      "  understudy status orders     see how they follow",
      "",
      "Exit codes: 0 done, 1 failed, 2 a plan has changes, 64 wrong usage, 78 wrong configuration."
    })
final class UnderstudyCommand implements Runnable {
  @Option(
      names = "--config",
      paramLabel = "FILE",
      scope = ScopeType.INHERIT,
      description = {
        "The configuration; else $UNDERSTUDY_CONFIG,",
        "./understudy.yaml, /etc/understudy/understudy.yaml."
      })
  @Nullable String config;

  @Option(
      names = "--json",
      scope = ScopeType.INHERIT,
      description = "Print JSON on standard output, errors too.")
  boolean json;

  @Option(names = "--no-color", scope = ScopeType.INHERIT, description = "Print without colours.")
  boolean plainColours;

  @Option(
      names = {"-v", "--verbose"},
      scope = ScopeType.INHERIT,
      description = "Log more, and print traces of errors.")
  boolean verbose;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Say how a command is used.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Say which version this is.")
  boolean version;

  @Spec @Nullable CommandSpec spec;

  /** Called when no command was named. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command was named");
  }
}
