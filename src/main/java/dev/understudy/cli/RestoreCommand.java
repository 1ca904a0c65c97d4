package dev.understudy.cli;

import dev.understudy.api.Plan;
import dev.understudy.api.RestoreOrder;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "restore",
    description = {
      "Restore the cluster as it was at some moment into a directory of a host.",
      "Nothing is restored over data: the directory must be absent or empty. Without one,",
      "the data directory of a standby that is stopped is moved aside for it.",
      "The restored server archives nothing and listens to no network."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy restore orders --target bravo --directory /srv/restored --dry-run",
      "  understudy restore orders --to-time '2026-11-24 22:40:00+01' \\",
      "      --target bravo --directory /srv/restored --keep-running"
    })
final class RestoreCommand implements Callable<Integer> {
  private static final int PORT = 5432;
  private static final int LAST_PORT = 65535;

  private final Context context;
  private final Following following;

  @Parameters(paramLabel = "CLUSTER", description = "As the configuration names it.")
  String cluster = "";

  @ArgGroup @Nullable Target target;

  @Option(
      names = "--target",
      required = true,
      paramLabel = "NODE",
      description = "The node whose host it is restored to.")
  String node = "";

  @Option(
      names = "--directory",
      paramLabel = "DIR",
      description = {
        "Where to; the data is in DIR/data. Default: the place of the node's own data,",
        "which is moved aside and kept; only on a standby that is stopped."
      })
  String directory = "";

  @Option(
      names = "--set",
      paramLabel = "LABEL",
      description = "From this backup. Default: the newest before the target.")
  String set = "";

  @Option(names = "--keep-running", description = "Leave the restored server running.")
  boolean keep;

  @Option(
      names = "--port",
      paramLabel = "P",
      description = "The same, its socket called after this port. Default: 5432.")
  int port;

  @Option(
      names = "--paused",
      description = "Leave it running and read-only where the recovery stopped.")
  boolean paused;

  @Option(
      names = "--dry-run",
      description = "Only say what would be done, and whether the target can be reached.")
  boolean dryRun;

  @Mixin FollowOption follow = new FollowOption();

  /** At most one of them. */
  static final class Target {
    @Option(
        names = "--to-time",
        paramLabel = "T",
        description = "To a time with its offset: 2026-11-24T21:40:00Z.")
    @Nullable String time;

    @Option(
        names = "--to-lsn",
        paramLabel = "L",
        description = "To a position in the WAL: 16/B374D848.")
    @Nullable String lsn;

    @Option(
        names = "--to-name",
        paramLabel = "N",
        description = "To a point of pg_create_restore_point.")
    @Nullable String name;

    Map.Entry<String, String> chosen() {
      if (time != null) {
        return Map.entry("time", time);
      }
      return lsn != null ? Map.entry("lsn", lsn) : Map.entry("name", name == null ? "" : name);
    }
  }

  RestoreCommand(Context context, Following following) {
    this.context = context;
    this.following = following;
  }

  @Override
  public Integer call() {
    RestoreOrder order = order();
    return context.withCluster(
        cluster,
        understudy -> {
          if (dryRun) {
            return print(understudy.restorePlan(order));
          }
          return following.start(understudy, understudy.restore(order), follow, "done");
        });
  }

  private RestoreOrder order() {
    Map.Entry<String, String> to = target == null ? Map.entry("end", "") : target.chosen();
    if (paused && target == null) {
      throw wrong("--paused needs a target", "add --to-time, --to-lsn or --to-name");
    }
    if (directory.isEmpty() && (keep || paused || port != 0)) {
      throw wrong(
          "what is restored to the place of a node's own data is left at rest",
          "name a directory, or leave out --keep-running, --paused and --port");
    }
    if (port < 0 || port > LAST_PORT) {
      throw wrong("--port " + port + " is no port", "a port from 1 to 65535");
    }
    return new RestoreOrder(
        cluster,
        node,
        directory,
        to.getKey(),
        to.getValue(),
        set,
        port == 0 ? PORT : port,
        paused,
        keep || paused || port != 0);
  }

  private UnderstudyException wrong(String message, String remedy) {
    return new UnderstudyException(ErrorClass.USAGE, cluster, message, remedy, null);
  }

  private int print(Plan plan) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(plan);
    } else {
      output.print(new PlanView(output.style()).lines(plan));
    }
    return plan.isEmpty() ? ExitCode.DONE : ExitCode.CHANGES;
  }
}
