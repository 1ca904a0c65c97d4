package dev.understudy.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.workflow.CrashPoints;
import dev.understudy.workflow.CrashPoints.Point;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Gives a command as often as it takes; each time the process dies at the next step's point. */
final class CommandDriver {
  /** Lets the commands run through. */
  static final CommandDriver UNDISTURBED = new CommandDriver(null);

  private static final long LIMIT = 300;
  private static final Pattern DEATH = Pattern.compile("crash point [a-z-]+:(\\S+)");

  private final @Nullable Point point;
  private final Set<String> steps = new TreeSet<>();
  private final Set<String> deaths = new TreeSet<>();

  CommandDriver(@Nullable Point point) {
    this.point = point;
  }

  /** Every step of the workflows that were begun, as {@code workflow/step}, without some. */
  Collection<String> stepsBut(Set<String> left) {
    return steps.stream().filter(step -> !left.contains(step)).toList();
  }

  /** The steps at whose point the process died. */
  Collection<String> deaths() {
    return deaths;
  }

  /** Gives the command until it succeeds. */
  void give(Product product, String workflow, String... command) {
    if (point == null) {
      product.done(command);
      return;
    }
    Set<String> ahead = new TreeSet<>(WorkflowFile.steps(workflow));
    ahead.forEach(step -> steps.add(workflow + "/" + step));
    List<String> here = new ArrayList<>();
    Outcome outcome = dieOrEnd(product, ahead, command);
    while (outcome.exit() == CrashPoints.EXIT_STATUS) {
      String step = deathOf(outcome);
      assertThat(ahead.remove(step)).as("died again at " + step + ": " + outcome).isTrue();
      here.add(step);
      deaths.add(workflow + "/" + step);
      outcome = dieOrEnd(product, ahead, command);
    }
    outcome.orFail();
    RunRecords records = RunRecords.newest(product.records(), workflow);
    records.assertToldWithoutGap();
    if (point != Point.BEFORE_APPLY) {
      records.assertAppliedOnce(here);
    }
  }

  private Outcome dieOrEnd(Product product, Set<String> ahead, String... command) {
    String points =
        ahead.stream().map(step -> point.label() + ":" + step).collect(Collectors.joining(","));
    return product.startCrashing(points, command).await(LIMIT);
  }

  private static String deathOf(Outcome outcome) {
    Matcher death = DEATH.matcher(outcome.err());
    assertThat(death.find()).as("says where it died: " + outcome).isTrue();
    return death.group(1);
  }
}
