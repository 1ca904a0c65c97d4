package dev.understudy.archive;

import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;

/**
 * Commands of pgBackRest by a configuration that stands in no file of the host yet: an archive that
 * is in use is not touched before the new one has been proved.
 */
public final class PgBackRestTrial {
  /** By this a host says that pgBackRest is not installed there. */
  public static final int NOT_INSTALLED = 40;

  private static final Duration LIMIT = Duration.ofMinutes(3);

  /**
   * The configuration never lies on the disk: pgBackRest reads it from a pipe, which has to belong
   * to the user who runs it. The certificates are no secret, and it opens them by name.
   */
  private static final String SCRIPT =
      """
      set -eu
      cd /
      command -v pgbackrest >/dev/null || exit 40
      set --
      if [ "$certificates" -gt 0 ]; then
        umask 077
        dir=$(mktemp -d)
        trap 'rm -rf "$dir"' EXIT
        head -c "$certificates" >"$dir/ca.pem"
        set -- --repo1-storage-ca-file="$dir/ca.pem"
      fi
      cat | pgbackrest --config=/dev/stdin --stanza="$stanza" --io-timeout=15 "$@" %s
      """;

  private final ArchivePlaces places;
  private final ArchiveHost host;
  private final List<FileSpec> files;

  /**
   * @param engine pgBackRest's
   */
  public PgBackRestTrial(ArchiveEngine engine, ArchiveHost host) {
    this.places = engine.places();
    this.host = host;
    this.files = engine.files(host);
  }

  /** Prints what {@link Stanza#of} reads. */
  public Command info() {
    return command("info --output=json");
  }

  /** Makes the stanza; harmless where it is there for the same cluster. */
  public Command create() {
    return command("stanza-create");
  }

  private Command command(String words) {
    byte[] certificates = content(places.repositoryAuthority());
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    input.writeBytes(certificates);
    input.writeBytes(content(places.pgBackRestFile()));
    String variables =
        "certificates=%d\nstanza=%s\n"
            .formatted(certificates.length, Shell.quote(places.cluster()));
    return Command.script(variables + SCRIPT.formatted(words))
        .as(host.owner())
        .withInput(input.toByteArray())
        .within(LIMIT);
  }

  private byte[] content(String path) {
    return files.stream()
        .filter(file -> file.path().equals(path))
        .map(FileSpec::content)
        .findFirst()
        .orElse(new byte[0]);
  }
}
