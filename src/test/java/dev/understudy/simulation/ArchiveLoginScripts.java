package dev.understudy.simulation;

import static dev.understudy.simulation.Script.change;
import static dev.understudy.simulation.Script.look;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.util.List;
import java.util.Map;

/** Scripts about an archive in directories of the other machines. */
final class ArchiveLoginScripts {
  static final List<Script> ALL =
      List.of(
          look("ssh-keygen -y -P ''", ArchiveLoginScripts::key),
          look("sshd -T -C", ArchiveLoginScripts::facts),
          look("timeout 20 ssh -n -F", ArchiveLoginScripts::login),
          change("ssh-keygen -q -t ed25519", ArchiveLoginScripts::makeKey),
          change("and nothing that says whose they are", ArchiveLoginScripts::claim));

  private static final String CONFIGURATION = "/etc/understudy/orders/";
  private static final String KEY = CONFIGURATION + "ssh_key";
  private static final String AUTHORIZED = "/var/lib/postgresql/.ssh/authorized_keys";
  private static final String MARKER = "/srv/wal/orders/understudy-system";

  private ArchiveLoginScripts() {}

  private static CommandResult key(Machine machine, Command command) {
    SimFile key = machine.files().get(KEY);
    if (key == null) {
      return Answers.ok(machine, "");
    }
    String publicKey = machine.text(KEY + ".pub");
    return Answers.ok(
        machine,
        "%s %s\n%s\n%s\n".formatted(key.mode().substring(1), key.owner(), publicKey, publicKey));
  }

  private static CommandResult makeKey(Machine machine, Command command) {
    machine.makeDirectory("/etc/understudy/orders");
    machine.put(KEY + ".pub", "ssh-ed25519 key-of-" + machine.name(), "postgres", "0644");
    machine.put(KEY, "-----BEGIN PRIVATE KEY-----", "postgres", "0600");
    machine.world().effect(machine, "make a key pair");
    return Answers.ok(machine, "");
  }

  private static CommandResult facts(Machine machine, Command command) {
    String key = machine.text(KEY + ".pub");
    return Answers.ok(
        machine,
        "authorized "
            + AUTHORIZED
            + "\n"
            + (key.isEmpty() ? "" : "key " + key + "\n")
            + "host ssh-ed25519 host-key-of-"
            + machine.name()
            + "\n");
  }

  private static CommandResult claim(Machine machine, Command command) {
    Map<String, String> variables = ShellText.variables(command.script());
    machine.makeDirectory(variables.get("configuration"));
    machine.makeDirectory(variables.get("directory"));
    machine.makeDirectory(Machine.parent(variables.get("authorized")));
    if (!machine.files().containsKey(MARKER)) {
      machine.put(MARKER, variables.get("system") + "\n", "postgres", "0644");
      machine.world().effect(machine, "take a directory");
    }
    return Answers.ok(machine, "");
  }

  private static CommandResult login(Machine machine, Command command) {
    List<String> words = ShellText.words(command.script());
    Machine peer = machine.world().machine(words.get(words.size() - 2));
    return reaches(machine, peer)
        ? Answers.ok(machine, "understudy orders " + peer.text(MARKER))
        : Answers.failed(machine, 255, "Permission denied (publickey).\n");
  }

  /** Whether an archiver of one machine could hand its WAL over to another. */
  private static boolean reaches(Machine machine, Machine peer) {
    String hostKey = peer.name() + " ssh-ed25519 host-key-of-" + peer.name();
    return machine.files().containsKey(KEY)
        && machine.text(CONFIGURATION + "ssh_config").contains("Host " + peer.name() + "\n")
        && machine.text(CONFIGURATION + "ssh_known_hosts").contains(hostKey)
        && peer.text(AUTHORIZED).contains("receive-wal " + machine.name() + "\"")
        && peer.text(AUTHORIZED).contains(machine.text(KEY + ".pub"))
        && peer.files().containsKey(CONFIGURATION + "receive-wal")
        && peer.files().containsKey(MARKER);
  }

  /** Whether what stands in the script that ships lets every other machine have the WAL. */
  static boolean ships(Machine machine) {
    String script = machine.text(CONFIGURATION + "ship-wal");
    return machine.world().machines().stream()
        .filter(peer -> !peer.equals(machine))
        .filter(peer -> script.matches("(?s).*for peer in [a-z ]*" + peer.name() + ".*"))
        .map(peer -> reaches(machine, peer))
        .reduce(Boolean::logicalAnd)
        .orElse(false);
  }
}
