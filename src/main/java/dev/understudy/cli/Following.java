package dev.understudy.cli;

import dev.understudy.api.RunDetail;
import dev.understudy.api.Started;
import dev.understudy.api.Understudy;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import java.util.concurrent.atomic.AtomicBoolean;

/** Watches a run that was started, shows it, and says how it ended. */
final class Following {
  private static final long TICK_MILLIS = 200;

  private final Context context;

  Following(Context context) {
    this.context = context;
  }

  /**
   * Follows the run unless that is not wanted.
   *
   * @param wanted the status in which the run is a success
   * @return the exit code
   */
  int start(Understudy understudy, Started started, FollowOption option, String wanted) {
    Output output = context.output();
    String note = started.note();
    if (note != null) {
      output.remark(Text.line(note));
    }
    if (option.off) {
      if (output.json()) {
        output.printJson(Map.of("run", started.run()));
      } else {
        output.print(
            "Run "
                + started.run()
                + " is started. To see it: "
                + context.command("run show " + started.run()));
      }
      return ExitCode.DONE;
    }
    return follow(understudy, started, wanted);
  }

  private int follow(Understudy understudy, Started started, String wanted) {
    AtomicBoolean interrupted = new AtomicBoolean();
    Timer ticker = new Timer("screen", true);
    try (EventView view = view(understudy.run(started.run()), ticker);
        Interrupts.Registration ending =
            context
                .surroundings()
                .interrupts()
                .onInterrupt(() -> interrupt(interrupted, view, understudy, started))) {
      RunDetail rested = understudy.follow(started.run(), view);
      view.close();
      return interrupted.get() ? ExitCode.FAILED : new Ending(context).print(rested, wanted);
    } catch (RuntimeException e) {
      if (interrupted.get()) {
        // The interruption closed the product under the follower's feet and has said so already.
        return ExitCode.FAILED;
      }
      throw e;
    } finally {
      ticker.cancel();
    }
  }

  private void interrupt(
      AtomicBoolean interrupted, EventView view, Understudy understudy, Started started) {
    interrupted.set(true);
    view.close();
    Output output = context.output();
    String run = started.run();
    if (started.here()) {
      output.remark("Run " + run + " rests at its next safe point.");
      output.remark("To go on: " + context.command("run resume " + run));
    } else {
      output.remark("Run " + run + " goes on in the service.");
      output.remark("To see it: " + context.command("run show " + run));
      output.remark("To stop it: " + context.command("run pause " + run));
    }
    understudy.close();
  }

  private EventView view(RunDetail run, Timer ticker) {
    Output output = context.output();
    Surroundings surroundings = context.surroundings();
    if (output.json()) {
      return new PlainView(output.err(), run.cluster());
    }
    if (!surroundings.terminal().interactive()) {
      return new PlainView(output.out(), run.cluster());
    }
    Region region = new Region(output.out());
    LiveView view =
        new LiveView(region, output.style(), surroundings.terminal(), surroundings.clock(), run);
    ticker.schedule(
        new TimerTask() {
          @Override
          public void run() {
            view.tick();
          }
        },
        TICK_MILLIS,
        TICK_MILLIS);
    return view;
  }
}
