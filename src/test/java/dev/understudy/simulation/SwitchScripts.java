package dev.understudy.simulation;

import static dev.understudy.simulation.Script.change;
import static dev.understudy.simulation.Script.look;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Scripts by which another node becomes the primary. */
final class SwitchScripts {
  static final List<Script> ALL =
      List.of(
          look("main.understudy-stopped ] || exit 0; head", SwitchScripts::noted),
          look("|| exit 0; LC_ALL=C", (m, c) -> Answers.ok(m, control(m.ownData().orElseThrow()))),
          change("did not stop within $limit s", SwitchScripts::stop),
          change("kill --signal=KILL \"$unit\"", SwitchScripts::fence),
          look("-p \"$wal\" -t \"$timeline\"", SwitchScripts::lastRecord),
          look("$(sed -n 2p \"$dir.understudy-rejoin\"", SwitchScripts::rejoinNotes),
          look("cat \"$kept/range\"", SwitchScripts::keptRange),
          change("mv -fT \"$kept/range.new\"", SwitchScripts::keepWal),
          change("its checkpointer has not read the setting", SwitchScripts::synchronous),
          change("naps=$((patience * 20))", SwitchScripts::promote));

  static final String REWINDING = Machine.DATA + ".understudy-rewinding";
  private static final String RESULT = Machine.DATA + ".understudy-rejoin";
  private static final String NOTE = Machine.DATA + ".understudy-stopped";

  private SwitchScripts() {}

  private static CommandResult noted(Machine machine, Command command) {
    return Answers.ok(machine, machine.text(NOTE).lines().findFirst().orElse(""));
  }

  private static CommandResult stop(Machine machine, Command command) {
    Map<String, String> variables = ShellText.variables(command.script());
    String run = Objects.requireNonNull(variables.get("run"));
    DataDirectory data = machine.ownData().orElseThrow();
    if (!machine.text(NOTE).startsWith(run + "\n")) {
      if (machine.server().isEmpty() || data.standby) {
        return Answers.refused(machine, "no primary runs in it");
      }
      machine.put(NOTE, run + "\n" + machine.text(Machine.START_CONF), "root", "0644");
    }
    ChangeScripts.startConf(machine, "disabled");
    data.standby = true;
    if (machine.server().isPresent()) {
      machine.stop();
      machine.world().effect(machine, "stop the primary");
    }
    return Answers.ok(machine, control(data));
  }

  private static CommandResult fence(Machine machine, Command command) {
    String run = Objects.requireNonNull(ShellText.variables(command.script()).get("run"));
    DataDirectory data = machine.ownData().orElseThrow();
    if (!machine.text(NOTE).startsWith(run + "\n")) {
      machine.put(NOTE, run + "\n" + machine.text(Machine.START_CONF), "root", "0644");
    }
    ChangeScripts.startConf(machine, "disabled");
    data.standby = true;
    if (machine.server().isPresent()) {
      machine.world().effect(machine, "fence");
    }
    machine.stop();
    return Answers.ok(machine, "processes=none\nport=closed\n");
  }

  private static String control(DataDirectory data) {
    return """
        Database system identifier:           %s
        Database cluster state:               %s
        Latest checkpoint location:           %s
        Latest checkpoint's TimeLineID:       %d
        Bytes per WAL segment:                16777216
        """
        .formatted(
            data.systemId,
            data.standby ? "shut down" : "in production",
            DataDirectory.lsn(data.lsn),
            data.timeline);
  }

  private static CommandResult lastRecord(Machine machine, Command command) {
    long ahead = machine.ownData().orElseThrow().ahead;
    return Answers.ok(
        machine, ahead == 0 ? "" : "rmgr: XLOG lsn: " + DataDirectory.lsn(ahead) + ", prev\n");
  }

  private static CommandResult rejoinNotes(Machine machine, Command command) {
    List<String> result = machine.text(RESULT).lines().toList();
    return Answers.ok(
        machine,
        """
        running=%s
        start=%s
        unfinished=%s
        rewinding=%s
        run=%s
        result=%s
        """
            .formatted(
                machine.server().isPresent() ? "815" : "",
                machine.text(Machine.START_CONF).strip(),
                LookScripts.word(machine.files().containsKey(Machine.MARKER)),
                LookScripts.word(machine.files().containsKey(REWINDING)),
                result.isEmpty() ? "" : result.get(0),
                result.isEmpty() ? "" : result.get(1)));
  }

  private static CommandResult keptRange(Machine machine, Command command) {
    String kept = ShellText.variables(command.script()).get("kept");
    return Answers.ok(machine, machine.text(kept + "/range"));
  }

  private static CommandResult keepWal(Machine machine, Command command) {
    Map<String, String> variables = ShellText.variables(command.script());
    String kept = Objects.requireNonNull(variables.get("kept"));
    machine.makeDirectory(kept);
    machine.put(kept + "/range", variables.get("range") + "\n", "root", "0600");
    machine.world().effect(machine, "keep WAL");
    return Answers.ok(machine, "");
  }

  private static CommandResult synchronous(Machine machine, Command command) {
    DataDirectory data = machine.ownData().orElseThrow();
    if (machine.server().isEmpty() || data.standby) {
      return Answers.refused(machine, "its server does not answer as a primary");
    }
    ServerSettings.reload(machine, machine.server().get());
    machine.world().effect(machine, "reload");
    return Answers.ok(machine, DataDirectory.lsn(data.lsn) + "\n");
  }

  static boolean rewinds(String script) {
    return script.contains("\"$bin/pg_rewind\"");
  }

  /** The job's end. */
  static void rewind(Machine machine, Job job) {
    String run = Objects.requireNonNull(ShellText.variables(job.script).get("run"));
    DataDirectory data = machine.ownData().orElseThrow();
    if (machine.files().containsKey(REWINDING)) {
      machine.put(RESULT, run + "\nanew: an earlier rewind broke off\n", "root", "0644");
    } else {
      Machine primary =
          machine.world().machines().stream()
              .filter(each -> each.server().isPresent())
              .filter(each -> !each.ownData().orElseThrow().standby)
              .findFirst()
              .orElseThrow();
      data.ahead = 0;
      data.timeline = primary.ownData().orElseThrow().timeline;
      data.checkpoint = data.timeline;
      machine.put(RESULT, run + "\nrewound\n", "root", "0644");
      machine.world().effect(machine, "rewind");
    }
    job.end(0, "");
  }

  private static CommandResult promote(Machine machine, Command command) {
    if (machine.server().isEmpty()) {
      return Answers.refused(machine, "its server does not answer");
    }
    DataDirectory data = machine.ownData().orElseThrow();
    if (data.standby) {
      String waits = Machine.CONF_D + "/92-understudy-synchronous.conf";
      if (machine.files().containsKey(waits)) {
        machine.remove(waits);
        ServerSettings.reload(machine, machine.server().orElseThrow());
      }
      data.standby = false;
      data.timeline++;
      data.fork = data.lsn;
      machine.server().orElseThrow().upstream = null;
      machine.world().effect(machine, "promote");
    }
    return Answers.ok(machine, "");
  }

  /** Standard input as text. */
  static String input(Command command) {
    return new String(command.input(), StandardCharsets.UTF_8);
  }
}
