package dev.understudy.wal;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file as PostgreSQL hands it to {@code archive_command}, told by its name. */
public sealed interface WalFile {
  /** The file's name. */
  String fileName();

  /** A whole segment. */
  record Segment(SegmentName segment) implements WalFile {
    @Override
    public String fileName() {
      return segment.toString();
    }
  }

  /** The unfinished last segment of a timeline that a promotion left. */
  record Partial(SegmentName segment) implements WalFile {
    @Override
    public String fileName() {
      return segment.partialFile();
    }
  }

  /** Says where a timeline branched off. */
  record History(Timeline timeline) implements WalFile {
    @Override
    public String fileName() {
      return timeline.historyFile();
    }
  }

  /**
   * Says which segments a base backup needs.
   *
   * @param segment where the backup starts
   * @param offset the start's offset in that segment, in bytes
   */
  record BackupHistory(SegmentName segment, long offset) implements WalFile {
    @Override
    public String fileName() {
      return String.format(Locale.ROOT, "%s.%08X.backup", segment, offset);
    }
  }

  /** What a file with that name is; empty for a name that none of these has. */
  static Optional<WalFile> parse(String name, SegmentSize size) {
    Matcher matcher = Names.PATTERN.matcher(name);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    if (matcher.group("history") != null) {
      String timeline = matcher.group("history");
      return timeline.equals("00000000")
          ? Optional.empty()
          : Optional.of(new History(Timeline.parseHex(timeline)));
    }
    return SegmentName.read(matcher.group("segment"), size)
        .flatMap(segment -> suffixed(segment, matcher));
  }

  private static Optional<WalFile> suffixed(SegmentName segment, Matcher matcher) {
    if (matcher.group("partial") != null) {
      return Optional.of(new Partial(segment));
    }
    if (matcher.group("offset") == null) {
      return Optional.of(new Segment(segment));
    }
    long offset = Long.parseLong(matcher.group("offset"), 16);
    return offset < segment.size().bytes()
        ? Optional.of(new BackupHistory(segment, offset))
        : Optional.empty();
  }

  /** Holds the pattern, which an interface could only show to everybody. */
  final class Names {
    private static final Pattern PATTERN =
        Pattern.compile(
            "(?<history>[0-9A-F]{8})\\.history"
                + "|(?<segment>[0-9A-F]{24})"
                + "(?:(?<partial>\\.partial)|\\.(?<offset>[0-9A-F]{8})\\.backup)?");

    private Names() {}
  }
}
