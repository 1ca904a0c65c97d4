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
          look("-p \"$wal\" -t \"$timeline\"", (m, c) -> Answers.ok(m, "")),
          change("naps=$((patience * 20))", SwitchScripts::promote));

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

  private static CommandResult promote(Machine machine, Command command) {
    if (machine.server().isEmpty()) {
      return Answers.refused(machine, "its server does not answer");
    }
    DataDirectory data = machine.ownData().orElseThrow();
    if (data.standby) {
      data.standby = false;
      data.timeline++;
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
