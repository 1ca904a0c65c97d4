package dev.understudy.simulation;

import dev.understudy.config.Configuration;
import dev.understudy.store.Store;
import dev.understudy.workflow.EventView;
import dev.understudy.workflow.RunStatus;
import dev.understudy.workflow.RunView;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.definition.Definition;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One run on a stage, from its begin to its end, whatever happens to the services that do it. */
final class Play implements AutoCloseable {
  private static final long PATIENCE_NANOS = 30_000_000_000L;
  private static final Set<RunStatus> ENDS =
      EnumSet.of(
          RunStatus.DONE,
          RunStatus.FAILED,
          RunStatus.CANCELLED,
          RunStatus.WAITING,
          RunStatus.PAUSED);

  private final Stage stage;
  private final Configuration configuration;
  private final Store store;
  private final Runs runs;
  private @Nullable Service service;
  private String run = "";

  Play(Stage stage) {
    this.stage = stage;
    this.configuration = Stage.configuration(stage.directory());
    this.store = Store.openForWriting(configuration.data());
    this.runs = new Runs(store.reader());
  }

  /** Nobody dies. */
  void undisturbed() {
    begin(null);
    awaitDone();
  }

  /** The service dies once, and another one comes. */
  void struckBy(Blow blow) {
    Service first = begin(blow);
    if (!first.died()) {
      throw new AssertionError("never came to " + blow + "\n" + story());
    }
    first.bury();
    if (blow.moment() == Blow.Moment.IN_JOB_THAT_ENDS) {
      JobScripts.finishAll(stage.world());
    }
    start("second", null);
    awaitDone();
  }

  private Service begin(@Nullable Blow blow) {
    Service first = start("first", blow);
    run = first.begin(stage.workflow(), stage.inputs());
    return first;
  }

  private Service start(String name, @Nullable Blow blow) {
    Service started = new Service(name, stage.world(), store, configuration, blow);
    service = started;
    started.start();
    return started;
  }

  private void awaitDone() {
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (!ENDS.contains(view().status()) && System.nanoTime() < end) {
      LockSupport.parkNanos(500_000);
    }
    if (view().status() != RunStatus.DONE || !stage.world().faults().isEmpty()) {
      throw new AssertionError(story());
    }
  }

  /** The packaged workflows. */
  List<Definition> workflows() {
    Service idle = new Service("idle", stage.world(), store, configuration, null);
    return idle.workflows();
  }

  RunView view() {
    return runs.find(run).orElseThrow();
  }

  Runs runs() {
    return runs;
  }

  String run() {
    return run;
  }

  World world() {
    return stage.world();
  }

  List<String> portrait() {
    return Portrait.of(stage.world(), store);
  }

  String story() {
    return view()
        + "\n"
        + runs.events(run, 0).stream().map(Play::line).collect(Collectors.joining("\n"))
        + "\n"
        + String.join("\n", stage.world().faults())
        + "\n"
        + stage.world().effects();
  }

  private static String line(EventView event) {
    return event.number()
        + " "
        + event.step()
        + "@"
        + event.node()
        + " "
        + event.kind()
        + " "
        + event.text();
  }

  @Override
  public void close() {
    if (service != null) {
      service.bury();
    }
    store.close();
  }
}
