package dev.understudy.simulation;

import static dev.understudy.simulation.Script.change;
import static dev.understudy.simulation.Script.look;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Scripts about an archive: one repository that all machines see, of pgBackRest. */
final class ArchiveScripts {
  private static final String SHA =
      "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
  static final String SEGMENT = "000000010000000000000003";

  private static final String RECEIVED = "000000010000000000000002";

  static final List<Script> ALL =
      List.of(
          look("|| printf 'package %s", (machine, command) -> Answers.ok(machine, "")),
          look("runuser -u \"$owner\" -- test -w \"$dir\"", ArchiveScripts::missing),
          look("[ \"$path\" != \"$salvage\" ]", ArchiveScripts::traces),
          look(" info --output=json", ArchiveScripts::info),
          look("[ ! -e \"$file\" ] || sha256sum", (machine, command) -> Answers.ok(machine, SHA)),
          look("\"$script\" proof \"$segment\"", ArchiveScripts::fetch),
          look("-printf 'status 0 %f", ArchiveScripts::walFiles),
          look(" repo-ls archive/orders", ArchiveScripts::listed),
          // The repository's files themselves are not simulated.
          look("cd \"$root\" 2>/dev/null", (machine, command) -> Answers.failed(machine, 41, "")),
          change("archive_status/$name.ready", ArchiveScripts::offer),
          change(" stanza-create", ArchiveScripts::createStanza),
          change("chmod a+x /var/lib/understudy", ArchiveScripts::directories),
          change("rm -rf --one-file-system -- \"$spool\"", ArchiveScripts::remove));

  private static final String CONFIGURATION = "/etc/understudy/orders/pgbackrest.conf";
  private static final String RESTORE = "/etc/understudy/orders/restore-wal";

  private ArchiveScripts() {}

  private static CommandResult missing(Machine machine, Command command) {
    return lines(
        machine,
        ShellText.arguments(command.script()).stream()
            .filter(path -> !machine.isDirectory(path))
            .toList());
  }

  private static CommandResult traces(Machine machine, Command command) {
    return lines(
        machine,
        ShellText.arguments(command.script()).stream()
            .filter(path -> machine.isDirectory(path) || machine.files().containsKey(path))
            .toList());
  }

  /** The segment before the one that is written, received as a standby. */
  private static CommandResult walFiles(Machine machine, Command command) {
    return Answers.ok(machine, "held 16777216 " + RECEIVED + "\nstatus 0 " + RECEIVED + ".done\n");
  }

  private static CommandResult listed(Machine machine, Command command) {
    return Answers.ok(
        machine,
        machine.world().archived().stream()
            .map(name -> "15-1/" + name.substring(0, 16) + "/" + name + "-0123.lz4\n")
            .collect(Collectors.joining()));
  }

  /** The archiver is as quick as can be. */
  private static CommandResult offer(Machine machine, Command command) {
    for (String name : ShellText.arguments(command.script())) {
      if (machine.world().archived().add(name)) {
        machine.world().effect(machine, "ship " + name);
      }
    }
    return Answers.ok(machine, "");
  }

  private static CommandResult lines(Machine machine, List<String> lines) {
    return Answers.ok(machine, lines.stream().map(l -> l + "\n").collect(Collectors.joining()));
  }

  private static CommandResult info(Machine machine, Command command) {
    if (!machine.packages().contains("pgbackrest")) {
      return Answers.failed(machine, 40, "");
    }
    String stanza = ShellText.variables(command.script()).get("stanza");
    String system = machine.world().stanzas().get(stanza);
    String database =
        system == null ? "" : "{\"id\":1,\"system-id\":" + system + ",\"version\":\"15\"}";
    return Answers.ok(
        machine, "[{\"name\":\"" + stanza + "\",\"db\":[" + database + "],\"repo\":[]}]");
  }

  private static CommandResult createStanza(Machine machine, Command command) {
    if (!machine.packages().contains("pgbackrest")) {
      return Answers.failed(machine, 40, "");
    }
    String stanza = ShellText.variables(command.script()).get("stanza");
    String system = machine.ownData().orElseThrow().systemId;
    String before = machine.world().stanzas().putIfAbsent(stanza, system);
    if (before != null && !before.equals(system)) {
      return Answers.failed(machine, 28, "ERROR: [028]: info files do not match the database\n");
    }
    if (before == null) {
      machine.world().effect(machine, "create the stanza " + stanza);
    }
    return Answers.ok(machine, "");
  }

  private static CommandResult directories(Machine machine, Command command) {
    Map<String, String> variables = ShellText.variables(command.script());
    machine.makeDirectory(variables.get("configuration"));
    ShellText.arguments(command.script()).forEach(machine::makeDirectory);
    return Answers.ok(machine, "");
  }

  private static CommandResult remove(Machine machine, Command command) {
    String spools = ShellText.variables(command.script()).get("spools");
    for (String spool : spools.isEmpty() ? new String[0] : spools.split(" ")) {
      machine.removeDirectory(spool);
      machine.world().effect(machine, "remove " + spool);
    }
    ShellText.arguments(command.script()).forEach(machine::removeDirectory);
    return Answers.ok(machine, "");
  }

  /** A server ships by what it has read, and what it calls by what stands in its files. */
  static String finishSegment(Machine machine, Server server) {
    String command = ServerSettings.value(server, "archive_command");
    boolean pushed =
        command.contains(CONFIGURATION)
            && machine.files().containsKey(CONFIGURATION)
            && machine.world().stanzas().containsKey(Service.CLUSTER);
    boolean shipped = command.contains("/ship-wal") && ArchiveLoginScripts.ships(machine);
    if ((pushed || shipped) && ServerSettings.value(server, "archive_mode").equals("on")) {
      machine.world().archived().add(SEGMENT);
    }
    return SEGMENT + "\n";
  }

  private static CommandResult fetch(Machine machine, Command command) {
    boolean there =
        machine.files().containsKey(RESTORE)
            && (machine.files().containsKey(CONFIGURATION)
                || machine.files().containsKey("/etc/understudy/orders/fetch-wal"))
            && machine.world().archived().contains(SEGMENT);
    return there ? Answers.ok(machine, SHA + "\n") : Answers.failed(machine, 1, "");
  }
}
