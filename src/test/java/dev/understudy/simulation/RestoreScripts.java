package dev.understudy.simulation;

import static dev.understudy.simulation.Script.change;
import static dev.understudy.simulation.Script.look;

import dev.understudy.common.Json;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Scripts about restoring a backup into a directory of its own. */
final class RestoreScripts {
  static final String LABEL = "20260301-100000F";

  private static final String LOG =
      """
      2026-03-02 05:00:00.000 UTC LOG:  starting PostgreSQL 15
      2026-03-02 05:00:00.100 UTC LOG:  redo starts at 0/2000028
      2026-03-02 05:00:01.000 UTC LOG:  recovery stopping at restore point "here"
      """;

  static final List<Script> ALL =
      List.of(
          change(
              "! -path \"$base/$mark\" -delete\nrm -f \"$base/$mark\"\nrmdir",
              RestoreScripts::remove),
          look("|| { echo yes; cat \"$file\"; }", RestoreScripts::noted),
          look("{\"state\":\"%s\",\"inside\":\"%s\"", RestoreScripts::place),
          look("pg_controldata\" -D \"$data\"", (machine, command) -> Answers.ok(machine, "")),
          look(" \"$base/server.log\" 2>/dev/null", RestoreScripts::log),
          new Script(
              text -> text.endsWith("\n[ -n \"$postmaster\" ]\n"),
              Script.Kind.LOOK,
              RestoreScripts::running),
          change("for dir in data tablespaces spool lock", RestoreScripts::make),
          change("\"$bin/pg_ctl\" -s -W", RestoreScripts::start),
          change("there is something in $dir again", RestoreScripts::mark),
          change("rm -f \"$data.understudy-incomplete\"", RestoreScripts::settle),
          change("-m fast -D \"$base\" stop", RestoreScripts::stop));

  private RestoreScripts() {}

  private static String variable(Command command, String name) {
    return Objects.requireNonNull(ShellText.variables(command.script()).get(name), name);
  }

  private static Optional<Restored> at(Machine machine, Command command) {
    return Optional.ofNullable(machine.restored().get(variable(command, "base")));
  }

  private static boolean marked(Machine machine, Command command) {
    String mark = machine.text(variable(command, "base") + "/understudy-restore");
    return mark.lines().findFirst().equals(Optional.of(variable(command, "run")));
  }

  private static CommandResult noted(Machine machine, Command command) {
    String file = variable(command, "file");
    boolean there = marked(machine, command) && machine.files().containsKey(file);
    return Answers.ok(machine, there ? "yes\n" + machine.text(file) : "");
  }

  private static CommandResult place(Machine machine, Command command) {
    String state = machine.isDirectory(variable(command, "base")) ? "used" : "absent";
    return Answers.ok(
        machine,
        Json.write(
            Map.of(
                "state",
                state,
                "inside",
                "no",
                "parent",
                "yes",
                "passable",
                "yes",
                "marked",
                "no",
                "free",
                1_000_000_000_000L)));
  }

  private static CommandResult make(Machine machine, Command command) {
    String base = variable(command, "base");
    if (machine.isDirectory(base)) {
      return Answers.refused(machine, base + " is not empty");
    }
    for (String directory : List.of("data", "tablespaces", "spool", "lock")) {
      machine.makeDirectory(base + "/" + directory);
    }
    String mark =
        String.join(
            "\n",
            variable(command, "run"),
            variable(command, "label"),
            variable(command, "size"),
            "made");
    machine.put(base + "/understudy-restore", mark + "\n", "root", "0644");
    machine.restored().put(base, new Restored());
    machine.world().effect(machine, "make " + base);
    return Answers.ok(machine, "");
  }

  /** What a job that restores does at its end; an error, or nothing. */
  static Optional<String> copy(Machine machine, Map<String, String> variables) {
    String base = Objects.requireNonNull(variables.get("base"));
    boolean wanted = Objects.requireNonNull(variables.get("restore")).contains("--set=" + LABEL);
    Restored restored = machine.restored().get(base);
    if (restored == null || restored.started || !wanted) {
      return Optional.of("the directory is not what it should be");
    }
    restored.whole = true;
    machine.put(base + "/restored", "1200\n", "root", "0644");
    machine.world().effect(machine, "restore into " + base);
    return Optional.empty();
  }

  private static CommandResult start(Machine machine, Command command) {
    Optional<Restored> restored = at(machine, command);
    String base = variable(command, "base");
    if (restored.isEmpty() || !marked(machine, command) || !restored.get().whole) {
      return Answers.refused(machine, "it is not a complete copy of this run's");
    }
    String settings = machine.text(base + "/postgresql.conf");
    if (!settings.contains("archive_mode = 'off'") || !settings.contains("listen_addresses = ''")) {
      throw machine.world().fault("a restored server would archive, or listen");
    }
    if (!restored.get().running) {
      restored.get().running = true;
      restored.get().pauses = settings.contains("recovery_target_action = 'pause'");
      restored.get().recovering = restored.get().pauses && !promoted(restored.get());
      restored.get().started = true;
      machine.world().effect(machine, "start in " + base);
    }
    return Answers.ok(machine, "");
  }

  private static boolean promoted(Restored restored) {
    return restored.started && !restored.recovering;
  }

  private static CommandResult mark(Machine machine, Command command) {
    if (machine.server().isPresent() || machine.ownData().isPresent()) {
      return Answers.refused(machine, "there is something in it");
    }
    machine.put(Machine.MARKER, variable(command, "run") + "\n", "root", "0644");
    return Answers.ok(
        machine,
        machine.data().keySet().stream()
            .filter(path -> path.startsWith(Machine.DATA + ".understudy-"))
            .reduce("", (first, second) -> second));
  }

  private static CommandResult settle(Machine machine, Command command) {
    machine.remove(Machine.MARKER);
    return Answers.ok(machine, "");
  }

  private static CommandResult remove(Machine machine, Command command) {
    String base = variable(command, "base");
    if (!marked(machine, command)) {
      return Answers.ok(machine, "");
    }
    if (at(machine, command).filter(restored -> restored.running).isPresent()) {
      return Answers.refused(machine, "a process works in " + base);
    }
    machine.restored().remove(base);
    List.copyOf(machine.files().keySet()).stream()
        .filter(path -> path.startsWith(base + "/"))
        .forEach(machine::remove);
    for (String directory : List.of("/data", "/tablespaces", "/spool", "/lock", "")) {
      machine.removeDirectory(base + directory);
    }
    machine.world().effect(machine, "remove " + base);
    return Answers.ok(machine, "");
  }

  /** What a job that checks restored data does at its end. */
  static Optional<String> check(Machine machine, Map<String, String> variables) {
    String base = Objects.requireNonNull(variables.get("base"));
    Restored restored = machine.restored().get(base);
    if (restored == null || !restored.running || restored.recovering) {
      return Optional.of("nothing to check");
    }
    restored.running = false;
    machine.put(
        base + "/checked", "{\"amcheck\":\"passed\",\"checksums\":\"off\"}\n", "root", "0644");
    machine.world().effect(machine, "check " + base);
    return Optional.empty();
  }

  private static CommandResult stop(Machine machine, Command command) {
    at(machine, command)
        .filter(restored -> restored.running)
        .ifPresent(
            restored -> {
              restored.running = false;
              machine.world().effect(machine, "stop in " + variable(command, "base"));
            });
    return Answers.ok(machine, "");
  }

  private static CommandResult running(Machine machine, Command command) {
    return Answers.test(machine, at(machine, command).filter(r -> r.running).isPresent());
  }

  private static CommandResult log(Machine machine, Command command) {
    return Answers.ok(
        machine, at(machine, command).filter(r -> r.started).map(r -> LOG).orElse(""));
  }

  /** SQL on the server by whose socket it comes; empty when that is the machine's own. */
  static Optional<CommandResult> sql(Machine machine, Command command, String sql) {
    Optional<Restored> addressed =
        machine.restored().entrySet().stream()
            .filter(each -> command.script().contains(each.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    return addressed.map(restored -> new RestoredSql(machine, restored).answer(sql));
  }
}
