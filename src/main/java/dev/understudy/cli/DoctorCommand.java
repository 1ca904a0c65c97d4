package dev.understudy.cli;

import dev.understudy.api.Examined;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Severity;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

@Command(
    name = "doctor",
    description = {
      "Look at all that Understudy stands on: Java, configuration, store, service, keys,",
      "and each host's name, login, sudo, clock and server. Changes nothing.",
      "Exits with 0 when it can do its work, with 1 when something hinders it."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy doctor",
      "  understudy doctor --json | jq '.[] | select(.severity != \"OK\")'"
    })
final class DoctorCommand implements Callable<Integer> {
  private final Context context;

  DoctorCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    List<Examined> found = new ArrayList<>();
    found.add(
        Examined.fine(
            "java",
            null,
            System.getProperty("java.runtime.version") + " in " + System.getProperty("java.home")));
    try {
      Configuration configuration = context.configured();
      found.add(Examined.fine("configuration", configuration.file().toString(), "is right"));
      found.addAll(
          new ExaminedService(configuration, context.surroundings().clock().instant()).all());
      context.with(
          understudy -> {
            found.addAll(understudy.examine());
            return ExitCode.DONE;
          });
    } catch (UnderstudyException e) {
      if (e.errorClass() != ErrorClass.CONFIGURATION) {
        throw e;
      }
      found.add(
          Examined.failed(
              "configuration", e.subject(), String.valueOf(e.getMessage()), e.remedy()));
      print(found);
      return ExitCode.CONFIGURATION;
    }
    print(found);
    boolean hindered = found.stream().anyMatch(one -> one.severity() == Severity.CRITICAL);
    return hindered ? ExitCode.FAILED : ExitCode.DONE;
  }

  private void print(List<Examined> found) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(found);
      return;
    }
    Style style = output.style();
    for (Examined one : found) {
      String subject = one.subject() == null ? "" : " " + one.subject();
      String words = one.what() + Text.line(subject) + ": " + Text.line(one.sentence());
      output.print(tag(style, one.severity()) + "  " + words);
      if (one.remedy() != null && !one.remedy().isEmpty()) {
        output.print("      remedy: " + Text.line(one.remedy()));
      }
    }
  }

  private static String tag(Style style, Severity severity) {
    return switch (severity) {
      case OK -> style.good("ok  ");
      case WARNING, UNKNOWN -> style.warn("warn");
      case CRITICAL -> style.bad("FAIL");
    };
  }
}
