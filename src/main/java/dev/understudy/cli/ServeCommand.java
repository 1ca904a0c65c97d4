package dev.understudy.cli;

import dev.understudy.api.Understudy;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Configuration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
    name = "serve",
    description = {
      "Run the service in the foreground: it watches all clusters, carries out",
      "runs, wakes those that wait, and answers HTTP at service.listen.",
      "Logs to standard error, one line per event. Reads its configuration again",
      "on SIGHUP. Ends cleanly on SIGTERM and Ctrl-C."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy serve --config /etc/understudy/understudy.yaml"})
final class ServeCommand implements Callable<Integer> {
  private final Context context;

  ServeCommand(Context context) {
    this.context = context;
  }

  @Option(
      names = "--log",
      paramLabel = "FORMAT",
      description = "plain, or json: one value for each line, with cluster, run, step and node.")
  String log = "plain";

  @Override
  public Integer call() {
    if (log.equals("json")) {
      Logging.asJson();
    } else if (!log.equals("plain")) {
      throw new UnderstudyException(
          ErrorClass.USAGE, "--log", "there is no format '" + log + "'", "plain or json", null);
    }
    return context.withLogs(this::serve);
  }

  private int serve(Configuration configuration, Understudy understudy) {
    Interrupts interrupts = context.surroundings().interrupts();
    try (WebFace web = WebFace.of(configuration, understudy);
        ServiceManager manager =
            new ServiceManager(context.surroundings().environment(), understudy::stuck);
        Interrupts.Registration ending =
            interrupts.onInterrupt(() -> end(manager, web, understudy))) {
      interrupts.onHangUp(() -> reload(understudy));
      understudy.serve(
          () -> {
            web.start();
            manager.ready();
          });
    }
    return ExitCode.DONE;
  }

  private static void reload(Understudy understudy) {
    try {
      understudy.onBehalfOf("the signal HUP").reload();
    } catch (UnderstudyException e) {
      // The log says why, and that all stays as it was.
      return;
    }
  }

  private void end(ServiceManager manager, WebFace web, Understudy understudy) {
    manager.stopping();
    web.close();
    understudy.close();
    context.output().flush();
    context.surroundings().interrupts().endWith(ExitCode.DONE);
  }
}
