package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.understudy.config.RepositoryConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The repository in a bucket, against a real server. */
@ExtendWith(S3Extension.class)
class S3RepositoryTest extends RepositoryContract {
  private static int prefixes;

  private final TestS3 s3;
  private String prefix;
  private Repository repository;

  S3RepositoryTest(TestS3 s3) {
    this.s3 = s3;
  }

  @BeforeEach
  void ownPrefix() {
    prefix = "test-" + ++prefixes + "/pg";
    repository = new S3Repository(s3.config(prefix, s3.port()), TestS3.QUICK);
  }

  @AfterEach
  void close() {
    repository.close();
  }

  @Override
  Repository repository() {
    return repository;
  }

  @Override
  void put(String name, String content) {
    s3.put(prefix + "/" + name, content.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void anEmptyPrefixIsAnEmptyArchive() {
    repository.walk("", object -> fail("listed %s", object.name()));

    assertThat(repository.folders("")).isEmpty();
  }

  @Test
  void aListingOfSeveralPagesHasEveryObjectOnce() throws IOException {
    s3.putEmpty(prefix + "/wal", 1_100);

    Set<String> names = new HashSet<>();
    int[] calls = {0};
    repository.walk(
        "wal/",
        object -> {
          names.add(object.name());
          calls[0]++;
        });

    assertThat(names).hasSize(1_100).contains("wal/0", "wal/1099");
    assertThat(calls[0]).isEqualTo(1_100);
  }

  @Test
  void withoutACertificateOfItsOwnTlsNeedNotBeChecked() {
    RepositoryConfig.S3 checked = s3.config(prefix, s3.port());
    RepositoryConfig unchecked =
        new RepositoryConfig.S3(
            checked.bucket(),
            checked.prefix(),
            checked.region(),
            // The certificate is for the address alone.
            Optional.of("localhost:" + s3.port()),
            true,
            Optional.empty(),
            false,
            checked.keys());
    put("wal/one", "1");

    try (Repository trusting = Repositories.open(unchecked)) {
      assertThat(trusting.read("wal/one", 1)).isPresent();
    }
  }
}
