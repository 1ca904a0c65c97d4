package dev.understudy.cli;

import dev.understudy.api.Understudy;
import java.util.concurrent.Callable;
import picocli.CommandLine.Parameters;

/**
 * A command that asks for something about a cluster and prints the answer.
 *
 * @param <T> the answer, printed as it is with {@code --json}
 */
abstract class ClusterQuestionCommand<T> implements Callable<Integer> {
  final Context context;

  @Parameters(index = "0", paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  ClusterQuestionCommand(Context context) {
    this.context = context;
  }

  abstract T ask(Understudy understudy);

  /** Prints the answer for a person. */
  abstract void print(Output output, T answer);

  /** The exit code that the answer means. */
  int exitCode(T answer) {
    return ExitCode.DONE;
  }

  @Override
  public final Integer call() {
    return context.withCluster(
        cluster,
        understudy -> {
          T answer = ask(understudy);
          Output output = context.output();
          if (output.json()) {
            output.printJson(answer);
          } else {
            print(output, answer);
          }
          return exitCode(answer);
        });
  }
}
