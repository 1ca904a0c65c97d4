package dev.understudy.archive;

import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.WalFile;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a file of the WAL as archivers store it: pgBackRest puts a checksum behind a
 * segment's name, and most put the compression behind that.
 *
 * @param file what PostgreSQL handed over
 * @param expansion how many bytes of content one stored byte stands for at most; 1 for what is
 *     stored as it is
 */
record ArchivedName(WalFile file, long expansion) {
  /** LZ4 spends a byte on each 255 bytes of a match. */
  private static final long LZ4 = 256;

  /** Deflate spends two bits on each 258 bytes of a match. */
  private static final long DEFLATE = 1040;

  /** Of the others no limit is known that would tell anything. */
  private static final long ANY = Long.MAX_VALUE;

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
        .map(file -> new ArchivedName(file, expansion(matcher.group("packed"))));
  }

  private static long expansion(@Nullable String packed) {
    if (packed == null) {
      return 1;
    }
    return switch (packed) {
      case ".lz4" -> LZ4;
      case ".gz" -> DEFLATE;
      default -> ANY;
    };
  }
}
