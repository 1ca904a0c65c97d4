package dev.understudy.cli;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.ConfigurationTemplate;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "init",
    description = "Write a commented configuration to edit.",
    footerHeading = "%nExamples:%n",
    footer = {"  understudy init", "  understudy init /etc/understudy/understudy.yaml"})
final class InitCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(
      arity = "0..1",
      paramLabel = "FILE",
      defaultValue = "understudy.yaml",
      description = "Where to; ./${DEFAULT-VALUE} when left out.")
  Path file = Path.of("understudy.yaml");

  @Option(names = "--force", description = "Replace a file that is there.")
  boolean force;

  InitCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    write();
    if (context.output().json()) {
      context.output().printJson(Map.of("file", file.toAbsolutePath().toString()));
    } else {
      context.output().print("Wrote " + file + ". Enter your hosts, then: understudy plan orders");
    }
    return ExitCode.DONE;
  }

  private void write() {
    try {
      StandardOpenOption how = force ? StandardOpenOption.CREATE : StandardOpenOption.CREATE_NEW;
      Files.writeString(
          file,
          ConfigurationTemplate.text(),
          how,
          StandardOpenOption.WRITE,
          StandardOpenOption.TRUNCATE_EXISTING);
    } catch (FileAlreadyExistsException e) {
      throw new PreconditionException(
          file.toString(), "the file is there already", "--force replaces it");
    } catch (IOException e) {
      throw new UnderstudyException(
          ErrorClass.PRECONDITION,
          file.toString(),
          "the file cannot be written: " + e.getClass().getSimpleName(),
          "check that its directory exists and is yours",
          e);
    }
  }
}
