package dev.understudy.archive;

import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.config.CheckId;
import java.util.ArrayList;
import java.util.List;

/** Puts what was found of an archive's WAL into sentences. Pure. */
final class ContinuityFindings {
  static final String SEGMENTS = CheckId.ARCHIVE_GAPS.id();
  static final String TIMELINES = CheckId.ARCHIVE_TIMELINES.id();
  static final String RESTORE = CheckId.ARCHIVE_RESTORE_RANGE.id();
  private static final int SHOWN = 5;

  private ContinuityFindings() {}

  static List<Finding> of(Inventory inventory, Continuity continuity) {
    List<Finding> findings = new ArrayList<>();
    findings.add(
        segments(inventory, continuity)
            .with(
                Measure.of("archive_segments", continuity.count(), Measure.Unit.COUNT),
                Measure.of("archive_missing", missing(continuity), Measure.Unit.COUNT)));
    findings.add(timelines(inventory, continuity));
    if (inventory.keepsBackups()) {
      findings.add(restore(continuity));
    }
    return findings;
  }

  private static Finding segments(Inventory inventory, Continuity continuity) {
    if (continuity.count() == 0) {
      return Finding.warning(SEGMENTS, inventory.repository() + " holds no WAL yet");
    }
    List<String> wrong = new ArrayList<>();
    add(wrong, "missing", continuity.gaps().stream().map(Gap::toString).toList());
    add(wrong, "empty", continuity.empty());
    add(wrong, "truncated", continuity.truncated());
    add(wrong, "stored twice", continuity.twice());
    return wrong.isEmpty()
        ? Finding.ok(
            SEGMENTS,
            continuity.count()
                + " segments from "
                + continuity.first().orElseThrow()
                + " on, all there")
        : Finding.critical(SEGMENTS, String.join("; ", wrong));
  }

  private static long missing(Continuity continuity) {
    return continuity.gaps().stream().mapToLong(Gap::count).sum()
        + continuity.empty().size()
        + continuity.truncated().size();
  }

  private static void add(List<String> wrong, String what, List<String> names) {
    if (!names.isEmpty()) {
      wrong.add(what + ": " + some(names));
    }
  }

  private static String some(List<String> names) {
    String shown = String.join(", ", names.subList(0, Math.min(SHOWN, names.size())));
    return names.size() <= SHOWN ? shown : shown + " and " + (names.size() - SHOWN) + " more";
  }

  private static Finding timelines(Inventory inventory, Continuity continuity) {
    if (!inventory.unreadable().isEmpty()) {
      return Finding.critical(TIMELINES, "damaged: " + some(inventory.unreadable()));
    }
    List<String> missing = continuity.missingHistories();
    if (!missing.isEmpty()) {
      // Without the newest, a restore stays on the timeline before it.
      return continuity.certain()
          ? Finding.warning(TIMELINES, "missing: " + some(missing))
          : Finding.critical(TIMELINES, "missing: " + some(missing));
    }
    return Finding.ok(
        TIMELINES,
        continuity
            .line()
            .map(line -> "the line leads to timeline " + line.timeline())
            .orElse("there is no timeline yet"));
  }

  private static Finding restore(Continuity continuity) {
    if (continuity.windows().isEmpty()) {
      return Finding.critical(RESTORE, "no base backup can be restored");
    }
    List<String> spans =
        continuity.windows().stream()
            .map(
                window ->
                    String.format(
                        "%s (%s) to %s (%s)",
                        window.earliest(), window.from(), window.latest(), window.to()))
            .toList();
    String text = "from " + String.join(", then from ", spans);
    Window newest = continuity.windows().get(continuity.windows().size() - 1);
    return continuity.end().filter(newest.to()::equals).isPresent()
        ? Finding.ok(RESTORE, text)
        : Finding.critical(RESTORE, text + ", and no later");
  }
}
