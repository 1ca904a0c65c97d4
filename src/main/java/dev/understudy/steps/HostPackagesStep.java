package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.common.Sleeper;
import dev.understudy.host.Command;
import dev.understudy.host.JobSpec;
import dev.understudy.host.JobStatus;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Installs PostgreSQL of the cluster's version. The package's habit of creating and starting a
 * cluster is switched off first, since that cluster would be a writable stranger.
 */
final class HostPackagesStep extends DetachedStep {
  /** Nothing is upgraded by the way: that may restart servers of other clusters. */
  private static final String INSTALL =
      """
      set -eu
      export DEBIAN_FRONTEND=noninteractive LC_ALL=C
      apt() { apt-get -q -y -o DPkg::Lock::Timeout=600 -o Dpkg::Options::=--force-confdef \
      -o Dpkg::Options::=--force-confold -o APT::Install-Recommends=false \
      -o APT::Get::Upgrade=false "$@"; }
      dpkg --audit | grep -q . && dpkg --configure -a
      apt install postgresql-common || { apt update; apt install postgresql-common; }
      mkdir -p /etc/postgresql-common/createcluster.d
      printf '%%s\\n' 'create_main_cluster = false' \
      >/etc/postgresql-common/createcluster.d/understudy.conf
      sync /etc/postgresql-common/createcluster.d/understudy.conf \
      /etc/postgresql-common/createcluster.d
      apt install %1$s || { apt update; apt install %1$s; }
      """;

  HostPackagesStep(Sites sites, Sleeper sleeper) {
    super(sites, sleeper);
  }

  @Override
  public String name() {
    return "host.packages";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
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
    String script = INSTALL.formatted(Shell.words(wanted(context)));
    return new JobSpec(context.jobId(), script, "root", "");
  }

  @Override
  ErrorClass classify(JobStatus failed) {
    boolean absent = failed.tail().contains("Unable to locate package");
    return absent ? ErrorClass.PRECONDITION : super.classify(failed);
  }

  private List<String> wanted(StepContext context) {
    return List.of("postgresql-" + sites().site(context).version());
  }

  private Map<String, String> installed(StepContext context) {
    String query =
        "dpkg-query -W -f '${Package} ${db:Status-Status} ${Version}\\n' "
            + Shell.words(wanted(context))
            + " 2>/dev/null || true";
    return sites()
        .node(context)
        .host()
        .run(Command.script(query))
        .orThrow("list the installed packages")
        .stdout()
        .lines()
        .map(line -> line.split(" "))
        .filter(words -> words.length == 3 && words[1].equals("installed"))
        .collect(Collectors.toMap(words -> words[0], words -> words[2]));
  }
}
