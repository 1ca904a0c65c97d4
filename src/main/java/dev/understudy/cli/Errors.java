package dev.understudy.cli;

import dev.understudy.api.ErrorView;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import picocli.CommandLine.ParameterException;

/** Prints errors: two lines for people, an object for programs, a trace only when asked for. */
final class Errors {
  private final Context context;

  Errors(Context context) {
    this.context = context;
  }

  int usage(ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    print(
        new ErrorView(ErrorClass.USAGE.label(), name, e.getMessage(), "see '" + name + " --help'"));
    return plugIn(ExitCode.USAGE, e.getCommandLine().getCommand());
  }

  /** The code with which a command fails: that of a plug-in means that it could not tell. */
  static int plugIn(int code, Object command) {
    return command instanceof CheckCommand ? Severity.UNKNOWN.exitCode() : code;
  }

  int failure(Exception e) {
    if (context.verbose()) {
      e.printStackTrace(context.output().err());
    }
    if (e instanceof UnderstudyException known) {
      print(ErrorView.of(known));
      return ExitCode.of(known.errorClass());
    }
    print(
        new ErrorView(
            ErrorClass.UNKNOWN.label(),
            "understudy",
            "unexpected " + e.getClass().getSimpleName() + ": " + e.getMessage(),
            "run it again with -v to see where, and report it; runs are safe to resume"));
    return ExitCode.FAILED;
  }

  void print(ErrorView error) {
    if (context.output().json()) {
      context.output().printJson(error);
      return;
    }
    Style style = context.output().errorStyle();
    String subject = Text.line(error.subject()) + ": ";
    for (String line : Text.block(error.message()).lines().toList()) {
      // A problem in a file begins with the file's name already.
      String named = line.startsWith(subject.strip()) ? line : subject + line;
      context.output().remark(style.bad("error:") + " " + named);
    }
    if (!error.remedy().isEmpty()) {
      context.output().remark(style.strong("remedy:") + " " + Text.line(error.remedy()));
    }
  }
}
