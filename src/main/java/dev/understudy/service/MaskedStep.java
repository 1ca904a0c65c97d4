package dev.understudy.service;

import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Secrets;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.LeaseLostException;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * A step type whose words go out masked: evidence, changes and errors, before they reach plans,
 * events, logs or the store. Evidence comes out as one line for each fact.
 */
final class MaskedStep implements StepType {
  private final StepType type;
  private final Supplier<Secrets> secrets;

  MaskedStep(StepType type, Supplier<Secrets> secrets) {
    this.type = type;
    this.secrets = secrets;
  }

  static Map<String, StepType> all(Map<String, StepType> types, Supplier<Secrets> secrets) {
    Map<String, StepType> masked = new TreeMap<>();
    types.forEach((name, type) -> masked.put(name, new MaskedStep(type, secrets)));
    return masked;
  }

  @Override
  public String name() {
    return type.name();
  }

  @Override
  public Reversibility reversibility() {
    return type.reversibility();
  }

  @Override
  public Probe probe(StepContext context) {
    return masked(() -> masked(type.probe(context)));
  }

  @Override
  public void apply(StepContext context) {
    masked(
        () -> {
          type.apply(context);
          return true;
        });
  }

  @Override
  public void undo(StepContext context) {
    masked(
        () -> {
          type.undo(context);
          return true;
        });
  }

  @Override
  public void abandon(StepContext context) {
    masked(
        () -> {
          type.abandon(context);
          return true;
        });
  }

  private Probe masked(Probe probe) {
    Map<String, String> evidence = evidence(probe.evidence());
    if (probe instanceof Probe.NotMet notMet) {
      List<Change> changes = notMet.changes().stream().map(this::masked).toList();
      return new Probe.NotMet(changes, evidence);
    }
    return probe instanceof Probe.Underway ? new Probe.Underway(evidence) : Probe.met(evidence);
  }

  private Map<String, String> evidence(Map<String, String> facts) {
    Map<String, String> lines = new LinkedHashMap<>();
    facts.forEach((name, value) -> lines.put(line(name), line(value)));
    return lines;
  }

  private String line(String text) {
    return secrets.get().mask(text.strip()).replaceAll("\\s*\\R\\s*", " / ");
  }

  private Change masked(Change change) {
    return new Change(
        change.kind(),
        secrets.get().mask(change.subject()),
        secrets.get().mask(change.before()),
        secrets.get().mask(change.after()),
        change.restart());
  }

  private <T> T masked(Supplier<T> call) {
    try {
      return call.get();
    } catch (LeaseLostException e) {
      throw e;
    } catch (UnderstudyException e) {
      throw secrets.get().mask(e);
    }
  }
}
