package dev.understudy.simulation;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Guard;
import dev.understudy.host.HostException;
import java.util.List;

/** A machine's guard: what it refuses, and the commands that are for itself. */
final class SimGuard {
  private final Machine machine;
  private final GuardRecord record;

  SimGuard(Machine machine) {
    this.machine = machine;
    this.record = machine.guard();
  }

  /** Lets a changing command through, or throws as the real guard's refusal does. */
  void admit(Fence fence) {
    if (!record.installed()) {
      throw refusal(ErrorClass.PRECONDITION, "the guard is not installed");
    }
    String why = publish(fence.owner(), fence.cluster(), fence.epoch(), fence.term(), false);
    if (!why.isEmpty()) {
      throw refusal(ErrorClass.FENCED, why);
    }
  }

  private HostException refusal(ErrorClass errorClass, String why) {
    return new HostException(errorClass, machine.name(), why, null, null);
  }

  /** Notes the authority; else says what the guard says after the word refused. */
  private String publish(String owner, String cluster, long epoch, long term, boolean takeOver) {
    GuardRecord.Seen seen = record.seen.get(cluster);
    GuardRecord.Seen now = new GuardRecord.Seen(owner, epoch, term);
    if (seen != null) {
      String words = " %s %d %d".formatted(seen.owner(), seen.epoch(), seen.term());
      if (!takeOver && !seen.owner().equals(owner)) {
        return "owner" + words;
      }
      if (seen.newerThan(now)) {
        return "older" + words;
      }
    }
    record.seen.put(cluster, now);
    return "";
  }

  CommandResult installed() {
    return record.installed()
        ? Answers.ok(machine, hash(record.program) + "  -\n0:755\n")
        : Answers.failed(machine, 1, "");
  }

  CommandResult read(Command command) {
    String script = command.script();
    int at = script.indexOf("/guard/") + "/guard/".length();
    GuardRecord.Seen seen = record.seen.get(script.substring(at, script.indexOf("/seen")));
    return seen == null
        ? Answers.failed(machine, 3, "")
        : Answers.ok(machine, "%s %d %d\n".formatted(seen.owner(), seen.epoch(), seen.term()));
  }

  CommandResult install(Command command) {
    if (!hash(command.input()).equals(ShellText.variables(command.script()).get("want"))) {
      throw machine.world().fault("the guard arrived damaged");
    }
    List<String> words = ShellText.words(ShellText.variables(command.script()).get("words"));
    String answer = carryOut(words);
    boolean fresh = !hash(record.program).equals(hash(command.input()));
    if (answer.endsWith(" accepted\n") && fresh) {
      record.program = command.input();
      machine.makeDirectory(Machine.parent(Guard.PATH));
      machine.world().effect(machine, "install the guard");
      answer += "installed\n";
    }
    return Answers.ok(machine, answer);
  }

  CommandResult ask(Command command) {
    String line = command.script().substring(command.script().lastIndexOf("exec ") + 5);
    List<String> words = ShellText.words(line);
    return record.installed()
        ? Answers.ok(machine, carryOut(words.subList(1, words.size())))
        : Answers.ok(machine, "\n" + words.get(2) + " refused missing\n");
  }

  /** Verb, nonce, owner, cluster, epoch and term. */
  private String carryOut(List<String> words) {
    String cluster = words.get(3);
    String owner = words.get(2);
    boolean takeOver = words.get(0).equals("take-over-1");
    GuardRecord.Seen before = record.seen.get(cluster);
    String why =
        publish(
            owner, cluster, Long.parseLong(words.get(4)), Long.parseLong(words.get(5)), takeOver);
    if (!why.isEmpty()) {
      return "\n" + words.get(1) + " refused " + why + "\n";
    }
    if (takeOver && (before == null || !before.owner().equals(owner))) {
      machine.world().effect(machine, "change the owner");
    } else if (words.get(0).equals("remove-1")) {
      remove(cluster);
    }
    return "\n" + words.get(1) + " accepted\n";
  }

  private void remove(String cluster) {
    record.seen.remove(cluster);
    if (record.seen.isEmpty()) {
      record.program = new byte[0];
    }
    machine.world().effect(machine, "remove the guard");
  }

  /** What a machine has of Understudy's although its guard knows of no cluster. */
  CommandResult leftovers() {
    if (!record.seen.isEmpty()) {
      return Answers.ok(machine, "");
    }
    String program = record.installed() ? Guard.PATH + "\n" : "";
    return Answers.ok(machine, program + (machine.jobs().isEmpty() ? "" : "/var/lib/understudy\n"));
  }

  private static String hash(byte[] bytes) {
    return Answers.sha256(bytes);
  }
}
