package dev.understudy.simulation;

import static dev.understudy.simulation.Script.change;
import static dev.understudy.simulation.Script.look;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Scripts about base backups in the one repository of pgBackRest; all of them are full. */
final class BackupScripts {
  static final List<Script> ALL =
      List.of(
          look(" --output=json info", BackupScripts::info),
          look("list \"backup/$stanza/$label\"", BackupScripts::contents),
          change(" --set=\"$label\"", BackupScripts::expire));

  private static final String SEGMENT = "000000010000000000000002";
  private static final String ANNOTATION = "--annotation=understudy-run=";

  private BackupScripts() {}

  static boolean takes(String script) {
    return script.contains(ANNOTATION);
  }

  /** At the end of its job. */
  static void take(Machine machine, Job job) {
    String line = Objects.requireNonNull(ShellText.variables(job.script).get("pgbackrest"));
    String run =
        ShellText.words(line).stream()
            .filter(word -> word.startsWith(ANNOTATION))
            .map(word -> word.substring(ANNOTATION.length()))
            .findFirst()
            .orElseThrow();
    World world = machine.world();
    world.archived().add(SEGMENT);
    world.backups().put("20260301-10000%dF".formatted(world.backups().size() + 1), run);
    world.effect(machine, "take a backup");
    job.end(0, "");
  }

  private static CommandResult info(Machine machine, Command command) {
    World world = machine.world();
    List<String> backups = new ArrayList<>();
    world.backups().forEach((label, run) -> backups.add(backup(label, run)));
    String stanza = Service.CLUSTER;
    return Answers.ok(
        machine,
        """
        [{"name":"%s","db":[{"id":1,"system-id":%s,"version":"15"}],"repo":[],\
        "archive":[{"id":"15-1","database":{"id":1}}],"backup":[%s],\
        "status":{"lock":{"backup":{"held":false}}}}]"""
            .formatted(stanza, world.stanzas().get(stanza), String.join(",", backups)));
  }

  private static String backup(String label, String run) {
    return """
        {"label":"%s","type":"full","database":{"id":1},"error":false,\
        "annotation":{"understudy-run":"%s"},"archive":{"start":"%s","stop":"%s"},\
        "lsn":{"start":"0/2000028","stop":"0/2000100"},\
        "timestamp":{"start":1772359200,"stop":1772359210},"info":{"size":30000000}}"""
        .formatted(label, run, SEGMENT, SEGMENT);
  }

  private static CommandResult contents(Machine machine, Command command) {
    String label = ShellText.variables(command.script()).get("label");
    String files =
        machine.world().backups().containsKey(label)
            ? "{\"backup.manifest\":%1$s,\"backup.manifest.copy\":%1$s}".formatted(file(10))
            : "{}";
    List<String> wal = new ArrayList<>();
    machine
        .world()
        .archived()
        .forEach(segment -> wal.add("\"" + segment + "-0f.lz4\":" + file(99)));
    return Answers.ok(machine, files + "\n{" + String.join(",", wal) + "}\n");
  }

  private static String file(int size) {
    return "{\"type\":\"file\",\"size\":" + size + "}";
  }

  private static CommandResult expire(Machine machine, Command command) {
    Map<String, String> backups = machine.world().backups();
    for (String label : ShellText.arguments(command.script())) {
      if (backups.remove(label) != null) {
        machine.world().effect(machine, "expire " + label);
      }
    }
    return Answers.ok(machine, "");
  }
}
