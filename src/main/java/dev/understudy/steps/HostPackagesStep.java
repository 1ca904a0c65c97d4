package dev.understudy.steps;

import dev.understudy.archive.ArchiveEngine;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;
import dev.understudy.host.RemoteJobs;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.definition.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Installs PostgreSQL of the cluster's version, or what its archive needs. The package's habit of
 * creating and starting a cluster is switched off first, since that cluster would be a writable
 * stranger.
 */
final class HostPackagesStep extends DetachedStep {
  private static final String LOCK_LIMIT = "lock_timeout";

  private final String name;
  private final Function<Site, List<String>> packages;

  private HostPackagesStep(
      Sites sites, Sleeper sleeper, String name, Function<Site, List<String>> packages) {
    super(sites, sleeper);
    this.name = name;
    this.packages = packages;
  }

  /** Those of PostgreSQL. */
  static HostPackagesStep ofPostgresql(Sites sites, Sleeper sleeper) {
    return new HostPackagesStep(
        sites, sleeper, "host.packages", site -> List.of("postgresql-" + site.version()));
  }

  /** Those that the archive needs. */
  static HostPackagesStep ofArchive(Sites sites, Sleeper sleeper) {
    return new HostPackagesStep(
        sites,
        sleeper,
        "archive.packages",
        site -> site.archive().map(ArchiveEngine::packages).orElse(List.of()));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  Optional<Probe> withoutLooking(StepContext context) {
    return wanted(context).isEmpty()
        ? Optional.of(Probe.met(Map.of("packages", "none wanted")))
        : Optional.empty();
  }

  @Override
  Probe look(StepContext context) {
    List<Change> changes = new ArrayList<>();
    Map<String, String> installed = installed(context);
    wanted(context)
        .forEach(
            name -> {
              if (!installed.containsKey(name)) {
                changes.add(Change.of("package", name, "", "installed"));
              }
            });
    return Probe.of(changes, installed);
  }

  @Override
  JobSpec prepare(StepContext context) {
    AptJob job = new AptJob(wanted(context), lockLimit(context));
    return new JobSpec(
        context.jobId(), job.script(), "root", AptJob.progress(RemoteJobs.output(context.jobId())));
  }

  private static Duration lockLimit(StepContext context) {
    Object written = context.with().getOrDefault(LOCK_LIMIT, "10m");
    Duration limit = Durations.parse(written.toString());
    if (limit == null) {
      throw new UnderstudyException(
          ErrorClass.CONFIGURATION,
          context.step(),
          LOCK_LIMIT + " is not a duration: " + written,
          "write a number with a unit, such as 10m",
          null);
    }
    return limit;
  }

  @Override
  String words(JobStatus failed) {
    return AptJob.words(failed.tail());
  }

  @Override
  ErrorClass classify(JobStatus failed) {
    boolean absent = failed.tail().contains("Unable to locate package");
    return absent ? ErrorClass.PRECONDITION : super.classify(failed);
  }

  private List<String> wanted(StepContext context) {
    return packages.apply(sites().site(context));
  }

  private Map<String, String> installed(StepContext context) {
    String query =
        "dpkg-query -W -f '${Package} ${db:Status-Status} ${Version}\\n' "
            + Shell.words(wanted(context))
            + " 2>/dev/null || true";
    return sites()
        .node(context)
        .host()
        .run(Command.script(query).asRoot())
        .orThrow("list the installed packages")
        .stdout()
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 3 && words[1].equals("installed"))
        .collect(Collectors.toMap(words -> words[0], words -> words[2]));
  }
}
