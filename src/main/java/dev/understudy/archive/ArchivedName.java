package dev.understudy.archive;

import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.WalFile;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The name of a file of the WAL as archivers store it: pgBackRest puts a checksum behind a
 * segment's name, and most put the compression behind that.
 *
 * @param file what PostgreSQL handed over
 * @param compressed whether its size tells nothing of the content's
 */
record ArchivedName(WalFile file, boolean compressed) {
  private static final Pattern NAME =
      Pattern.compile(
          "(?<file>[0-9A-F.]+(?:partial|history|backup)?)"
              + "(?:-[0-9a-f]{40})?"
              + "(?<packed>\\.(?:gz|lz4|zst|bz2|lzo|xz|lzma|br))?");

  /** Empty for a name that no file of the WAL has, such as that of a temporary file. */
  static Optional<ArchivedName> parse(String fileName, SegmentSize size) {
    Matcher matcher = NAME.matcher(fileName);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    return WalFile.parse(matcher.group("file"), size)
        .map(file -> new ArchivedName(file, matcher.group("packed") != null));
  }
}
