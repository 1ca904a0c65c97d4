package dev.understudy.simulation;

import static dev.understudy.simulation.Script.change;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Scripts that change something, each with the checks that the real one makes. */
final class ChangeScripts {
  static final List<Script> ALL =
      List.of(
          change("install -d -m 0755 --", ChangeScripts::directory),
          change("systemctl restart --no-block", ChangeScripts::restart),
          change(
              "refuse \"$dir does not say of itself that it is a standby\"",
              ChangeScripts::startStandby),
          change("mv -T \"$dir\" \"$dir$suffix\"", ChangeScripts::moveAside),
          change("pg_createcluster \"$version\"", ChangeScripts::createCluster),
          change(
              "refuse \"the tablespace directory $place is not empty\"",
              ChangeScripts::prepareBackup),
          change("rmdir --ignore-fail-on-non-empty", ChangeScripts::removeDirectories),
          change("rm -rf --one-file-system -- \"$copy\"", ChangeScripts::prune));

  private ChangeScripts() {}

  private static CommandResult directory(Machine machine, Command command) {
    List<String> words = ShellText.words(command.script());
    machine.makeDirectory(words.get(words.size() - 1));
    return Answers.ok(machine, "");
  }

  private static CommandResult restart(Machine machine, Command command) {
    machine.world().effect(machine, "restart");
    start(machine);
    return Answers.ok(machine, "");
  }

  static void start(Machine machine) {
    machine.ownData().orElseThrow().started = true;
    machine.run(ServerSettings.start(machine));
  }

  static void startConf(Machine machine, String mode) {
    if (!machine.text(Machine.START_CONF).equals(mode + "\n")) {
      machine.put(Machine.START_CONF, mode + "\n", "postgres", "0644");
      machine.world().effect(machine, "write " + Machine.START_CONF);
    }
  }

  private static CommandResult startStandby(Machine machine, Command command) {
    Optional<DataDirectory> data = machine.ownData();
    if (data.isEmpty() || !data.get().standby) {
      return Answers.refused(machine, "it does not say of itself that it is a standby");
    }
    if (machine.files().containsKey(Machine.MARKER) && !data.get().started) {
      return Answers.refused(machine, "it is not a complete copy");
    }
    String system = ShellText.variables(command.script()).get("systemid");
    if (!data.get().systemId.equals(system)) {
      return Answers.refused(machine, "it is of another system");
    }
    machine.remove(Machine.MARKER);
    machine.remove(Machine.DATA + ".understudy-stopped");
    startConf(machine, "auto");
    if (machine.server().isEmpty()) {
      machine.world().effect(machine, "start");
      start(machine);
    }
    return Answers.ok(machine, "");
  }

  private static CommandResult moveAside(Machine machine, Command command) {
    Map<String, String> variables = ShellText.variables(command.script());
    Optional<DataDirectory> data = machine.ownData();
    if (data.isEmpty()) {
      return Answers.ok(machine, "");
    }
    boolean own = data.get().systemId.equals(variables.get("systemid"));
    String run = variables.getOrDefault("run", "");
    if ((data.get().standby && run.isEmpty()) || (own && machine.server().isPresent())) {
      return Answers.refused(machine, "it is a standby, or a server runs in it");
    }
    if (!own && data.get().nextOid > 16384) {
      return Answers.refused(machine, "it holds data of its own");
    }
    startConf(machine, "manual");
    if (machine.server().isPresent()) {
      machine.world().effect(machine, "stop");
      machine.stop();
    }
    data.get().setAsideBy = run;
    machine.data().remove(Machine.DATA);
    machine.data().put(Machine.DATA + variables.get("suffix"), data.get());
    machine.remove(Machine.MARKER);
    machine.remove(SwitchScripts.REWINDING);
    machine.world().effect(machine, "move the data directory aside");
    return Answers.ok(machine, "");
  }

  private static CommandResult createCluster(Machine machine, Command command) {
    boolean marked = machine.files().containsKey(Machine.MARKER);
    if (machine.server().isPresent() || (machine.ownData().isPresent() && !marked)) {
      return Answers.refused(machine, "it is not empty, and no cluster is configured for it");
    }
    if (machine.laidOut() && !marked) {
      return Answers.refused(machine, "its configuration is there already");
    }
    if (!machine.packages().contains("postgresql-15")) {
      return Answers.failed(machine, 127, "pg_createcluster: not found\n");
    }
    String run = ShellText.variables(command.script()).get("run");
    machine.makeDirectory(Machine.parent(Machine.DATA));
    machine.put(Machine.MARKER, run + "\n", "root", "0644");
    layOut(machine, "manual");
    machine.data().put(Machine.DATA, new DataDirectory("fresh-" + machine.name()));
    machine.world().effect(machine, "create the cluster");
    return Answers.ok(machine, "");
  }

  /** What Debian's packages lay out. */
  static void layOut(Machine machine, String startMode) {
    machine.makeDirectory(Machine.CONF_D);
    String conf = "port = 5432\nlisten_addresses = '*'\ninclude_dir = 'conf.d'\n";
    machine.put(Machine.CONF + "/postgresql.conf", conf, "postgres", "0644");
    machine.put(Machine.HBA, "local all postgres peer\n", "postgres", "0640");
    machine.put(Machine.CONF + "/pg_ident.conf", "# no maps\n", "postgres", "0640");
    machine.put(Machine.START_CONF, startMode + "\n", "postgres", "0644");
  }

  private static CommandResult prepareBackup(Machine machine, Command command) {
    Optional<DataDirectory> data = machine.ownData();
    boolean marked = machine.files().containsKey(Machine.MARKER);
    if (machine.server().isPresent() || (data.isPresent() && (!marked || data.get().started))) {
      return Answers.refused(machine, "no run of ours is making it, or a server was started in it");
    }
    boolean busy =
        machine.jobs().values().stream()
            .anyMatch(job -> job.running() && job.script.contains("pg_basebackup"));
    if (busy) {
      return Answers.failed(machine, 75, "a base backup still runs\n");
    }
    startConf(machine, "manual");
    machine.data().remove(Machine.DATA);
    machine.makeDirectory(Machine.parent(Machine.DATA));
    String job = ShellText.variables(command.script()).get("job");
    machine.put(Machine.MARKER, job + "\n", "root", "0644");
    machine.world().effect(machine, "prepare a base backup");
    return Answers.ok(machine, "");
  }

  private static CommandResult removeDirectories(Machine machine, Command command) {
    String line = command.script();
    ShellText.words(line.substring("for d in ".length(), line.indexOf("; do")))
        .forEach(machine::removeDirectory);
    return Answers.ok(machine, "");
  }

  private static CommandResult prune(Machine machine, Command command) {
    for (String copy : ShellText.arguments(command.script())) {
      if (copy.equals(Machine.DATA)) {
        throw machine.world().fault("a data directory in use is to be deleted");
      }
      if (machine.data().remove(copy) != null) {
        machine.world().effect(machine, "remove " + copy);
      }
    }
    return Answers.ok(machine, "");
  }
}
