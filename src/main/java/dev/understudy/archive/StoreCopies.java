package dev.understudy.archive;

import dev.understudy.common.ErrorClass;
import dev.understudy.config.ArchiveConfig;
import dev.understudy.config.ClusterConfig;
import dev.understudy.config.RepositoryConfig;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Copies of a service's store beside the WAL and the backups of a cluster, in a folder of their own
 * that pgBackRest does not look at. Only what was put there this way is ever removed.
 */
public final class StoreCopies implements AutoCloseable {
  private static final String FOLDER = "understudy-store/";
  private static final String ENDING = ".sealed";
  private static final int LARGEST = 64 << 20;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  private final RepositoryConfig.S3 config;
  private final Repository repository;
  private final S3Client client;

  /**
   * One that is there.
   *
   * @param owner the store's identity
   * @param at when it was made
   */
  public record Copy(String owner, Instant at, long bytes) {
    private String name() {
      return FOLDER + owner + "/" + TIME.format(at) + ENDING;
    }
  }

  private StoreCopies(RepositoryConfig.S3 config) {
    this.config = config;
    this.repository = new S3Repository(config);
    this.client = S3Clients.open(repository.name(), config, S3Timing.STANDARD);
  }

  /** Empty where the archive's repository is no bucket: then a host would have to be written to. */
  public static Optional<StoreCopies> of(ClusterConfig cluster) {
    ArchiveConfig archive = cluster.archive();
    return archive
        .repository()
        .filter(RepositoryConfig.S3.class::isInstance)
        .map(RepositoryConfig.S3.class::cast)
        .map(StoreCopies::new);
  }

  /** Where they are, for messages. */
  public String place() {
    return repository.name() + "/" + FOLDER;
  }

  /** All of them, of whatever store, the newest first. */
  public List<Copy> list() {
    List<Copy> found = new ArrayList<>();
    repository.walk(FOLDER, object -> copy(object).ifPresent(found::add));
    found.sort(Comparator.comparing(Copy::at).reversed());
    return found;
  }

  private static Optional<Copy> copy(StoredObject object) {
    String[] parts = object.name().split("/");
    if (parts.length != 3 || !parts[2].endsWith(ENDING)) {
      return Optional.empty();
    }
    try {
      String time = parts[2].substring(0, parts[2].length() - ENDING.length());
      return Optional.of(new Copy(parts[1], TIME.parse(time, Instant::from), object.size()));
    } catch (DateTimeException e) {
      // Somebody else's file.
      return Optional.empty();
    }
  }

  /** Stores one, and reads back that it is there. */
  public Copy put(String owner, Instant at, byte[] sealed) {
    Copy copy = new Copy(owner, at, sealed.length);
    if (sealed.length > LARGEST) {
      throw tooLarge(copy);
    }
    try {
      client.putObject(
          put -> put.bucket(config.bucket()).key(key(copy)), RequestBody.fromBytes(sealed));
      long stored =
          client.headObject(head -> head.bucket(config.bucket()).key(key(copy))).contentLength();
      if (stored != sealed.length) {
        throw S3Errors.brokenOff(repository.name(), null);
      }
      return copy;
    } catch (SdkException e) {
      throw S3Errors.explain(repository.name(), e);
    }
  }

  /** Its content, as it was put there. */
  public byte[] read(Copy copy) {
    try (InputStream in = client.getObject(get -> get.bucket(config.bucket()).key(key(copy)))) {
      return Contents.read(repository, copy.name(), in, LARGEST);
    } catch (SdkException e) {
      throw S3Errors.explain(repository.name(), e);
    } catch (IOException e) {
      throw S3Errors.brokenOff(repository.name(), e);
    }
  }

  /** Removes one for good. */
  public void remove(Copy copy) {
    try {
      client.deleteObject(delete -> delete.bucket(config.bucket()).key(key(copy)));
    } catch (SdkException e) {
      throw S3Errors.explain(repository.name(), e);
    }
  }

  private String key(Copy copy) {
    return (config.prefix().isEmpty() ? "" : config.prefix() + "/") + copy.name();
  }

  private ArchiveException tooLarge(Copy copy) {
    return new ArchiveException(
        ErrorClass.PRECONDITION,
        repository.name(),
        "a copy of the store of " + copy.bytes() + " bytes is larger than " + LARGEST,
        "use understudy store backup",
        null);
  }

  @Override
  public void close() {
    client.close();
    repository.close();
  }
}
