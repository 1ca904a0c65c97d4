package dev.understudy.archive;

import dev.understudy.config.RepositoryConfig;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A repository in a bucket. A listing is handed on page by page and never held as a whole. */
public final class S3Repository implements Repository {
  private final String name;
  private final String bucket;

  /** What stands before every name in the bucket; empty, or ending in a slash. */
  private final String root;

  private final S3Client client;

  /** Opens no connection yet. */
  public S3Repository(RepositoryConfig.S3 config) {
    this(config, S3Timing.STANDARD);
  }

  S3Repository(RepositoryConfig.S3 config, S3Timing timing) {
    this.name =
        "s3://" + config.bucket() + (config.prefix().isEmpty() ? "" : "/" + config.prefix());
    this.bucket = config.bucket();
    this.root = config.prefix().isEmpty() ? "" : config.prefix() + "/";
    this.client = S3Clients.open(name, config, timing);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void walk(String folder, Consumer<StoredObject> each) {
    pages(
        ListObjectsV2Request.builder().bucket(bucket).prefix(root + folder),
        page -> {
          for (S3Object object : page.contents()) {
            // The console of S3 makes an empty object for a folder.
            if (!object.key().endsWith("/")) {
              String below = object.key().substring(root.length());
              each.accept(new StoredObject(below, object.size(), object.lastModified()));
            }
          }
        });
  }

  @Override
  public List<String> folders(String folder) {
    String prefix = root + folder;
    List<String> folders = new ArrayList<>();
    pages(
        ListObjectsV2Request.builder().bucket(bucket).prefix(prefix).delimiter("/"),
        page -> {
          for (CommonPrefix found : page.commonPrefixes()) {
            folders.add(found.prefix().substring(prefix.length(), found.prefix().length() - 1));
          }
        });
    return folders.stream().sorted().toList();
  }

  @Override
  public Optional<byte[]> read(String object, int limit) {
    return asked(
        () -> {
          try (InputStream in = client.getObject(get -> get.bucket(bucket).key(root + object))) {
            return Optional.of(Contents.read(this, object, in, limit));
          } catch (NoSuchKeyException e) {
            return Optional.empty();
          } catch (IOException e) {
            throw S3Errors.brokenOff(name, e);
          }
        });
  }

  @Override
  public void close() {
    client.close();
  }

  private void pages(ListObjectsV2Request.Builder request, Consumer<ListObjectsV2Response> each) {
    String next = null;
    do {
      request.continuationToken(next);
      ListObjectsV2Response page = asked(() -> client.listObjectsV2(request.build()));
      each.accept(page);
      next = Boolean.TRUE.equals(page.isTruncated()) ? page.nextContinuationToken() : null;
      if (next == null && Boolean.TRUE.equals(page.isTruncated())) {
        throw S3Errors.brokenOff(name, null);
      }
    } while (next != null);
  }

  private <T> T asked(Supplier<T> question) {
    try {
      return question.get();
    } catch (SdkException e) {
      throw S3Errors.explain(name, e);
    }
  }
}
