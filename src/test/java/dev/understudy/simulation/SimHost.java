package dev.understudy.simulation;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.Host;
import java.util.List;

/** A simulated machine: knows the commands that the product sends, and no others. */
final class SimHost implements Host {
  private final Machine machine;
  private final Wire wire;

  SimHost(Machine machine, Life life) {
    this.machine = machine;
    this.wire = new Wire(machine, life);
  }

  @Override
  public String name() {
    return machine.name();
  }

  @Override
  public String serviceAddress() {
    return SimConnector.SERVICE;
  }

  @Override
  public CommandResult run(Command command) {
    return wire.exchange(
        () -> {
          command.fence().ifPresent(new SimGuard(machine)::admit);
          return known(command).act().apply(machine, command);
        });
  }

  /** Exactly one script fits, and one that changes things comes under an authority. */
  private Script known(Command command) {
    List<Script> fitting =
        KnownScripts.ALL.stream().filter(script -> script.fits().test(command.script())).toList();
    if (fitting.size() != 1) {
      throw fault(fitting.size() + " known scripts are like", command);
    }
    Script script = fitting.get(0);
    boolean fence = command.fence().isPresent();
    if (script.kind() == Script.Kind.CHANGE ? !fence : script.kind() != Script.Kind.SQL && fence) {
      throw fault("with" + (fence ? "" : "out") + " an authority", command);
    }
    return script;
  }

  private AssertionError fault(String what, Command command) {
    return machine.world().fault("%s: %s: %s".formatted(name(), what, command.script()));
  }
}
