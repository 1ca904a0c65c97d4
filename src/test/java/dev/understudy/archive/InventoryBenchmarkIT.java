package dev.understudy.archive;

import dev.understudy.common.Json;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The figures of {@link LargeInventoryTest}, for the benchmark of the archive. */
@ExtendWith(S3Extension.class)
@Tag("benchmark")
class InventoryBenchmarkIT {
  @Test
  void inventory(TestS3 s3) throws Exception {
    System.out.println("figures inventory " + Json.write(LargeInventoryTest.measure(s3)));
  }
}
