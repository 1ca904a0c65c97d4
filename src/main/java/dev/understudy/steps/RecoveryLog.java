package dev.understudy.steps;

import dev.understudy.wal.Lsn;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a recovering server wrote about its recovery, in lines that begin with their time. Pure.
 *
 * @param stopped how it says where it stopped; empty while it has not, or when it came to the end
 * @param lastTransaction how it says which transaction was the last, at the end of the WAL
 * @param redoStart where replay began
 * @param replay how long it took from its start to where it stopped
 * @param failures its last words, when it gave up
 */
record RecoveryLog(
    Optional<String> stopped,
    Optional<String> lastTransaction,
    Optional<Lsn> redoStart,
    Duration replay,
    List<String> failures) {
  /** The lines that count, for grep. */
  static final String PATTERN =
      "starting PostgreSQL|database system was|redo starts at|recovery stopping|redo done at"
          + "|redo is not required|last completed transaction|FATAL:|PANIC:|WARNING:";

  /** By these words a server of version 13 or newer refuses to end before its target. */
  static final String BEFORE_TARGET = "recovery ended before configured recovery target";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS", Locale.ROOT);
  private static final Pattern LINE =
      Pattern.compile("(\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d\\.\\d{3}) \\S+ (\\w+):  (.*)");
  private static final Pattern REDO = Pattern.compile("redo starts at (\\S+)");

  static RecoveryLog parse(String text) {
    List<Matcher> lines = text.lines().map(LINE::matcher).filter(Matcher::matches).toList();
    Optional<LocalDateTime> began = lines.stream().findFirst().map(RecoveryLog::at);
    Optional<LocalDateTime> ended =
        last(lines, "recovery stopping|redo done at|redo is not").map(RecoveryLog::at);
    return new RecoveryLog(
        last(lines, "recovery stopping").map(line -> line.group(3)),
        last(lines, "last completed transaction").map(line -> line.group(3)),
        lines.stream()
            .map(line -> REDO.matcher(line.group(3)))
            .filter(Matcher::lookingAt)
            .findFirst()
            .map(redo -> Lsn.parse(redo.group(1))),
        began.isPresent() && ended.isPresent()
            ? Duration.between(began.get(), ended.get())
            : Duration.ZERO,
        lines.stream()
            .filter(line -> line.group(2).matches("FATAL|PANIC|WARNING"))
            .map(line -> line.group(3))
            .filter(words -> !words.contains("the database system is"))
            .toList());
  }

  private static LocalDateTime at(Matcher line) {
    return LocalDateTime.parse(line.group(1), TIME);
  }

  private static Optional<Matcher> last(List<Matcher> lines, String words) {
    Pattern pattern = Pattern.compile(words);
    return lines.stream()
        .filter(line -> pattern.matcher(line.group(3)).lookingAt())
        .reduce((first, second) -> second);
  }
}
