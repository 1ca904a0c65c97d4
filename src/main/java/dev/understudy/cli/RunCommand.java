package dev.understudy.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The command above those about one run. */
@Command(
    name = "run",
    description = "Look at a run, or tell it what to do.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%n",
    footer = {
      "A run is named by its id, the beginning of its id, or 'last'.",
      "",
      "Examples:",
      "  understudy run show last",
      "  understudy run retry last base-backup",
      "  understudy run skip last verify --reason 'verified by hand'"
    })
final class RunCommand implements Runnable {
  @Spec @Nullable CommandSpec spec;

  /** Called when no command was named. */
  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "no command was named after 'run'");
  }
}
