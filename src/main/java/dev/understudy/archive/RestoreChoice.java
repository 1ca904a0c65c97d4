package dev.understudy.archive;

import dev.understudy.common.PreconditionException;
import dev.understudy.wal.Lsn;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * From which backup a target is recovered. Pure.
 *
 * @param backup the newest one from which the target can be reached
 * @param until up to where WAL is there; empty where the archive cannot be listed
 */
public record RestoreChoice(Backup backup, Optional<Window> until) {
  /**
   * @param cluster its name, for messages
   * @param backups all that the repository has
   * @param windows what the listed archive can restore to; empty where it cannot be listed
   * @param label of the one backup that a person wants; empty: the best one
   * @throws PreconditionException when the target cannot be reached
   */
  public static RestoreChoice of(
      String cluster,
      RecoveryTarget target,
      List<Backup> backups,
      Optional<List<Window>> windows,
      Optional<String> label) {
    return new Choosing(cluster, target, sound(backups), windows, label).choose();
  }

  /** The newest backup that is whole, with all that it builds on; empty when there is none. */
  public static Optional<Backup> newest(List<Backup> backups) {
    List<Backup> sound = sound(backups);
    return sound.isEmpty() ? Optional.empty() : Optional.of(sound.get(sound.size() - 1));
  }

  private static List<Backup> sound(List<Backup> backups) {
    Set<String> labels = new HashSet<>();
    backups.stream().filter(b -> !b.failed()).forEach(b -> labels.add(b.label()));
    return backups.stream()
        .filter(b -> labels.contains(b.label()) && labels.containsAll(b.references()))
        .sorted(Comparator.comparing(Backup::stopLsn).thenComparing(Backup::stopped))
        .toList();
  }

  private record Choosing(
      String cluster,
      RecoveryTarget target,
      List<Backup> backups,
      Optional<List<Window>> windows,
      Optional<String> label) {
    RestoreChoice choose() {
      List<Backup> wanted =
          backups.stream().filter(b -> label.isEmpty() || label.get().equals(b.label())).toList();
      if (wanted.isEmpty()) {
        throw none();
      }
      List<Backup> early = wanted.stream().filter(this::before).toList();
      if (early.isEmpty()) {
        throw tooEarly(wanted.get(0));
      }
      if (windows.isEmpty()) {
        return new RestoreChoice(last(early), Optional.empty());
      }
      List<Window> reaching = windows.get().stream().filter(this::reaches).toList();
      for (int i = reaching.size() - 1; i >= 0; i--) {
        Window window = reaching.get(i);
        List<Backup> inside = early.stream().filter(b -> within(b, window)).toList();
        if (!inside.isEmpty()) {
          return new RestoreChoice(last(inside), Optional.of(window));
        }
      }
      throw unreachable();
    }

    private static Backup last(List<Backup> list) {
      return list.get(list.size() - 1);
    }

    /** Whether the backup is consistent before the target. */
    private boolean before(Backup backup) {
      if (target instanceof RecoveryTarget.Time time) {
        // The end of a backup is known to the second only.
        return !time.at().isBefore(backup.stopped().plusSeconds(1));
      }
      return !(target instanceof RecoveryTarget.Position position)
          || position.lsn().isAtLeast(backup.stopLsn());
    }

    private boolean reaches(Window window) {
      if (target instanceof RecoveryTarget.Time time) {
        return !time.at().isAfter(window.latest());
      }
      return !(target instanceof RecoveryTarget.Position position)
          || window.to().compareTo(position.lsn()) > 0;
    }

    private boolean within(Backup backup, Window window) {
      Lsn first =
          backups.stream()
              .filter(b -> b.label().equals(window.label()))
              .map(Backup::startLsn)
              .findFirst()
              .orElse(window.from());
      return backup.startLsn().isAtLeast(first) && window.to().isAtLeast(backup.stopLsn());
    }

    private PreconditionException none() {
      return label.isPresent()
          ? refused(
              "the repository has no sound backup " + label.get(),
              backups.isEmpty()
                  ? "see what it has: pgbackrest info"
                  : "it has: " + String.join(", ", backups.stream().map(Backup::label).toList()))
          : refused(
              "the repository has no finished backup, so nothing can be restored",
              "take a backup; keep the primary's data directory as it is until then");
    }

    private PreconditionException tooEarly(Backup oldest) {
      return refused(
          "%s lies before the end of the %s backup %s (%s, %s)"
              .formatted(
                  target.words(),
                  label.isPresent() ? "wanted" : "oldest",
                  oldest.label(),
                  oldest.stopped(),
                  oldest.stopLsn()),
          label.isPresent() ? "leave out --set" : "the earliest that can be restored is that");
    }

    private PreconditionException unreachable() {
      List<Window> all = windows.orElse(List.of());
      if (all.isEmpty()) {
        return refused(
            "no backup of the archive has the WAL that it needs",
            "see which segments are missing; look for them on every node before they are recycled");
      }
      Window newest = all.get(all.size() - 1);
      boolean late =
          target instanceof RecoveryTarget.Time time
              ? time.at().isAfter(newest.latest())
              : target instanceof RecoveryTarget.Position at && at.lsn().isAtLeast(newest.to());
      return late
          ? refused(
              "%s lies behind the end of the archive (%s, stored %s)"
                  .formatted(target.words(), newest.to(), newest.latest()),
              "wait until the WAL is shipped, or leave the target out to restore all there is")
          : refused(
              "%s cannot be reached: WAL is missing on the way there".formatted(target.words()),
              "what can be: " + spans(all));
    }

    private static String spans(List<Window> windows) {
      return String.join(
          "; ",
          windows.stream()
              .map(w -> span(w.from(), w.earliest()) + " to " + span(w.to(), w.latest()))
              .toList());
    }

    private static String span(Lsn lsn, Instant at) {
      return lsn + " (" + at + ")";
    }

    private PreconditionException refused(String message, String remedy) {
      return new PreconditionException(cluster, message, remedy);
    }
  }
}
