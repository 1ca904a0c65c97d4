package dev.understudy.simulation;

import static dev.understudy.simulation.Script.change;
import static dev.understudy.simulation.Script.look;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.NodeLease;
import java.util.List;
import java.util.Map;

/** Scripts about fencing by lease, and the installed one. */
final class LeaseScripts {
  static final List<Script> ALL =
      List.of(
          change("/usr/local/sbin /etc/systemd/system", LeaseScripts::directories),
          look("for path in \"$unitfile\" \"$dropin\" \"$lease\"", LeaseScripts::left),
          change("systemctl disable --now \"$unit\"", LeaseScripts::remove),
          look("test -x /usr/local/lib/understudy/lease", LeaseScripts::installed),
          look("systemctl is-active --quiet \"$unit\"", LeaseScripts::unit),
          change("systemctl enable --quiet \"$unit\"", LeaseScripts::start),
          new Script(
              text -> text.contains("\nexec /usr/local/lib/understudy/lease "),
              Script.Kind.GUARD,
              LeaseScripts::ask));

  private static final String RUNNING = "/var/lib/understudy/lease/orders/running";
  private static final String SAID = "/run/understudy-lease/orders";

  private LeaseScripts() {}

  private static CommandResult directories(Machine machine, Command command) {
    Map<String, String> variables = ShellText.variables(command.script());
    List.of("/usr/local/lib/understudy", "/usr/local/sbin", "/run/understudy-lease")
        .forEach(machine::makeDirectory);
    machine.makeDirectory(variables.get("dropin"));
    machine.makeDirectory(variables.get("lease"));
    return Answers.ok(machine, "");
  }

  private static CommandResult left(Machine machine, Command command) {
    Map<String, String> variables = ShellText.variables(command.script());
    StringBuilder found = new StringBuilder();
    for (String name : List.of("unitfile", "dropin", "lease")) {
      String path = variables.get(name);
      if (machine.files().keySet().stream().anyMatch(file -> (file + "/").startsWith(path + "/"))) {
        found.append(path + "\n");
      }
    }
    return Answers.ok(machine, found.toString());
  }

  private static CommandResult remove(Machine machine, Command command) {
    Map<String, String> variables = ShellText.variables(command.script());
    List<String> gone =
        List.of(
            variables.get("unitfile"),
            variables.get("dropin"),
            variables.get("lease") + "/",
            variables.get("script"),
            variables.get("wrapper"),
            SAID);
    machine.files().keySet().stream()
        .filter(path -> gone.stream().anyMatch(path::startsWith))
        .toList()
        .forEach(machine::remove);
    machine.world().effect(machine, "take fencing by lease off");
    return Answers.ok(machine, "");
  }

  /** The unit runs with what was installed when it was started. */
  private static CommandResult unit(Machine machine, Command command) {
    if (!machine.files().containsKey(RUNNING)) {
      return Answers.ok(machine, "boot\nactive\n");
    }
    return Answers.ok(machine, machine.text(RUNNING).equals(installed(machine)) ? "" : "current\n");
  }

  private static CommandResult start(Machine machine, Command command) {
    boolean primary = machine.ownData().map(data -> !data.standby).orElse(false);
    if (primary && machine.server().isPresent() && machine.text(SAID).isEmpty()) {
      throw machine.world().fault("the unit would kill a primary that has no permission");
    }
    machine.put(RUNNING, installed(machine), "root", "0600");
    machine.world().effect(machine, "start the unit of fencing by lease");
    return Answers.ok(machine, "");
  }

  private static CommandResult installed(Machine machine, Command command) {
    return Answers.test(machine, machine.files().containsKey(NodeLease.PATH));
  }

  private static String installed(Machine machine) {
    String config = machine.text(NodeLease.directory("orders") + "/config");
    return Answers.sha256(
        (machine.text(NodeLease.PATH) + config)
            .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1));
  }

  /** Verb and nonce, and for a renewal cluster, owner, epoch, generation, boot, until and list. */
  private static CommandResult ask(Machine machine, Command command) {
    String line = command.script().substring(command.script().lastIndexOf("exec ") + 5);
    List<String> words = ShellText.words(line);
    if (!machine.files().containsKey(NodeLease.PATH)) {
      return Answers.failed(machine, 78, "");
    }
    String word = "seen";
    if (words.get(1).equals("renew")) {
      word = "accepted";
      GuardRecord.Seen seen = machine.guard().seen.get("orders");
      if (seen == null || !seen.owner().equals(words.get(4))) {
        return Answers.failed(machine, 77, "\n" + words.get(2) + " refused owner nobody\n");
      }
      String said = "may be primary: " + words.get(8);
      if (!machine.text(SAID).equals(said)) {
        machine.put(SAID, said, "root", "0600");
        machine.world().effect(machine, "give a permission to be primary");
      }
      vouchers(machine, new String(command.input(), java.nio.charset.StandardCharsets.UTF_8));
    }
    String enforced = machine.files().containsKey(RUNNING) ? "yes" : "no";
    String answer = "\n%s %s 1000 boot 1 %s 0\n".formatted(words.get(2), word, enforced);
    return Answers.ok(machine, answer);
  }

  private static void vouchers(Machine machine, String lines) {
    String path = NodeLease.directory("orders") + "/vouchers";
    if (!machine.text(path).endsWith("\n" + lines)) {
      machine.put(path, "list\n" + lines, "root", "0600");
      machine.world().effect(machine, "say who may vouch");
    }
  }
}
