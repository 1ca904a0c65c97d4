package dev.understudy.cli;

import dev.understudy.api.Understudy;
import dev.understudy.api.UnderstudyFactory;
import dev.understudy.config.Configuration;
import dev.understudy.service.LocalUnderstudy;
import dev.understudy.service.Requester;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;

/** The command line's entry point. */
public final class Main {
  private final UnderstudyFactory factory;
  private final Surroundings surroundings;

  /**
   * @param factory opens the product, once a command needs it
   * @param surroundings where output goes and what the process was given
   */
  public Main(UnderstudyFactory factory, Surroundings surroundings) {
    this.factory = factory;
    this.surroundings = surroundings;
  }

  public static void main(String[] args) {
    System.exit(new Main(Main::open, Surroundings.ofProcess()).run(args));
  }

  private static Understudy open(Configuration configuration) {
    Understudy local = new LocalUnderstudy(configuration);
    return RunningService.of(configuration, Requester.words())
        .map(service -> ServedUnderstudy.of(local, service))
        .orElse(local);
  }

  /** Runs one command and returns the exit code. */
  public int run(String... args) {
    List<String> words = Arrays.asList(args);
    UnderstudyCommand root = new UnderstudyCommand();
    Context context = new Context(factory, surroundings, root);
    CommandLine line = Commands.assemble(root, context, words);
    line.setOut(context.output().outWriter());
    line.setErr(context.output().errWriter());
    line.setParameterExceptionHandler(
        (e, arguments) -> {
          root.json |= words.contains("--json");
          root.plainColours |= words.contains("--no-color");
          return new Errors(context).usage(e);
        });
    line.setExecutionExceptionHandler(
        (e, command, parsed) ->
            Errors.plugIn(new Errors(context).failure(e), command.getCommand()));
    int code = line.execute(args);
    context.output().flush();
    return code;
  }
}
