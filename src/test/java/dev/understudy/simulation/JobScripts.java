package dev.understudy.simulation;

import dev.understudy.host.JobSpec;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What detached jobs do to their machine at their end. */
final class JobScripts {
  private JobScripts() {}

  static String what(Machine machine, JobSpec spec) {
    if (spec.script().contains("apt install")) {
      return "packages";
    }
    if (BackupScripts.takes(spec.script())) {
      return "backup";
    }
    if (SwitchScripts.rewinds(spec.script())) {
      return "rewind";
    }
    if (spec.script().contains("runuser -u \"$owner\" -- sh -c \"$backup\"")) {
      return "base backup";
    }
    if (spec.script().contains("runuser -u \"$owner\" -- sh -c \"$restore\"")) {
      return "restore";
    }
    if (spec.script().contains("--all --install-missing")) {
      return "check";
    }
    throw machine.world().fault("unknown job: " + spec.script());
  }

  static void finish(Machine machine, Job job) {
    if (job.script.contains("apt install")) {
      install(machine, ShellText.arguments(job.script));
      job.end(0, "");
    } else if (SwitchScripts.rewinds(job.script)) {
      SwitchScripts.rewind(machine, job);
    } else if (BackupScripts.takes(job.script)) {
      BackupScripts.take(machine, job);
    } else {
      Map<String, String> variables = ShellText.variables(job.script);
      Optional<String> error =
          job.script.contains("--all --install-missing")
              ? RestoreScripts.check(machine, variables)
              : variables.containsKey("restore")
                  ? RestoreScripts.copy(machine, variables)
                  : backup(machine, variables);
      job.end(error.isEmpty() ? 0 : 1, error.orElse(""));
    }
  }

  /** All jobs everywhere come to their end. */
  static void finishAll(World world) {
    synchronized (world) {
      for (Machine machine : world.machines()) {
        machine.jobs().values().stream().filter(Job::running).forEach(job -> finish(machine, job));
      }
    }
  }

  private static void install(Machine machine, List<String> packages) {
    String directory = "/etc/postgresql-common/createcluster.d";
    machine.makeDirectory(directory);
    machine.put(directory + "/understudy.conf", "create_main_cluster = false\n", "root", "0644");
    for (String name : packages) {
      if (machine.packages().add(name)) {
        machine.world().effect(machine, "install " + name);
      }
    }
  }

  private static Optional<String> backup(Machine machine, Map<String, String> variables) {
    List<String> words = ShellText.words(Objects.requireNonNull(variables.get("backup")));
    Replication replication = new Replication(machine.world());
    Map<String, String> conninfo = Replication.conninfo(argument(words, "--dbname="));
    Machine primary = replication.find(conninfo).orElseThrow();
    Optional<String> refusal = replication.refusal(primary, machine, conninfo);
    if (refusal.isPresent()) {
      return refusal;
    }
    DataDirectory source = primary.ownData().orElseThrow();
    String slot = argument(words, "--slot=");
    if (!source.slots.containsKey(slot) || replication.active(primary, slot)) {
      return Optional.of("replication slot \"" + slot + "\" does not exist or is active");
    }
    if (machine.data().containsKey(Machine.DATA)) {
      return Optional.of("directory " + Machine.DATA + " exists but is not empty");
    }
    if (!machine.text(Machine.MARKER).lines().findFirst().equals(of(variables, "job"))) {
      return Optional.of("another job makes it now");
    }
    DataDirectory copy = source.backup();
    copy.standby = Objects.equals(variables.get("signal_file"), "standby.signal");
    machine.data().put(Machine.DATA, copy);
    machine.remove(Machine.MARKER);
    machine.world().effect(machine, "base backup of " + primary.name());
    return Optional.empty();
  }

  private static Optional<String> of(Map<String, String> variables, String name) {
    return Optional.ofNullable(variables.get(name));
  }

  private static String argument(List<String> words, String start) {
    return words.stream()
        .filter(word -> word.startsWith(start))
        .map(word -> word.substring(start.length()))
        .findFirst()
        .orElse("");
  }
}
