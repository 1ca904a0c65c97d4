package dev.understudy.cli;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "help",
    description = "Say how a command is used.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy help plan", "  understudy help run retry"})
final class HelpCommand implements Callable<Integer> {
  @Spec @Nullable CommandSpec spec;

  @Parameters(arity = "0..*", paramLabel = "COMMAND", description = "Of all when left out.")
  List<String> names = List.of();

  @Override
  public Integer call() {
    CommandLine line = Objects.requireNonNull(spec).parent().commandLine();
    for (String name : names) {
      CommandLine next = line.getSubcommands().get(name);
      if (next == null) {
        throw new ParameterException(spec.commandLine(), "there is no command '" + name + "'");
      }
      line = next;
    }
    line.usage(line.getOut());
    return ExitCode.DONE;
  }
}
