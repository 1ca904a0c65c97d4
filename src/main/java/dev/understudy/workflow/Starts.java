package dev.understudy.workflow;

import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.Urgency;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/** Begins runs, or joins those that are under way already. */
final class Starts {
  private final Parts parts;

  Starts(Parts parts) {
    this.parts = parts;
  }

  /** Reads and checks everything before the transaction, which may do nothing but write. */
  Function<Tx, SignalResult> prepare(Signal signal) {
    Signal.Payload payload = signal.payload();
    String workflow = SignalHandler.required(payload.workflow(), "workflow");
    String cluster = SignalHandler.required(signal.cluster(), "cluster");
    Definition definition = parts.setup().definitions().get(workflow);
    Map<String, String> inputs =
        definition.complete(Objects.requireNonNullElse(payload.inputs(), Map.of()));
    Expansion.nodes(parts.setup().targets(), definition, cluster, inputs);
    Urgency urgency =
        payload.urgency() == null ? definition.urgency() : Urgency.of(payload.urgency());
    return tx ->
        unfinished(tx, workflow, cluster, inputs)
            .map(run -> new Orders(tx, run, signal.requestedBy()).join())
            .orElseGet(() -> begin(tx, definition, cluster, inputs, urgency, signal));
  }

  private static Optional<RunView> unfinished(
      Tx tx, String workflow, String cluster, Map<String, String> inputs) {
    return RunTable.unfinished(tx.handle()).stream()
        .filter(run -> run.workflow().equals(workflow) && run.cluster().equals(cluster))
        .filter(run -> run.inputs().equals(inputs) && run.intent() != RunView.Intent.CANCEL)
        .findFirst();
  }

  private SignalResult begin(
      Tx tx,
      Definition definition,
      String cluster,
      Map<String, String> inputs,
      Urgency urgency,
      Signal signal) {
    DefinitionTable.keep(tx.handle(), definition, tx.now());
    String id =
        RunIds.next(
            tx.now(),
            parts.setup().random(),
            taken -> RunTable.find(tx.handle(), taken).isPresent());
    RunView run =
        new RunView(
            id,
            cluster,
            definition.name(),
            definition.hash(),
            inputs,
            urgency,
            definition.mutates(),
            RunStatus.PENDING,
            RunView.Intent.COMPLETE,
            "",
            "",
            null,
            0,
            signal.requestedBy(),
            tx.now(),
            null,
            null);
    RunTable.insert(tx.handle(), run);
    String text =
        "workflow "
            + definition.name()
            + " is to run on "
            + cluster
            + " for "
            + signal.requestedBy();
    tx.note(run, null, "run.created", text, 0);
    return SignalResult.taken(id, "run " + id + " begins when it is its turn");
  }
}
