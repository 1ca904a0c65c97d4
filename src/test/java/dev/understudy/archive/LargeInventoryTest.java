package dev.understudy.archive;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.ChildJvm;
import dev.understudy.wal.SegmentName;
import dev.understudy.wal.SegmentSize;
import dev.understudy.wal.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** An archive of 100,000 segments is listed with few requests, and judged in little memory. */
@ExtendWith(S3Extension.class)
class LargeInventoryTest {
  private static final int SEGMENTS = 100_000;
  private static final int LEAST = SEGMENTS / ScriptedBucket.PAGE;
  private static final String ROOT = "prod/archive/orders/";

  private final TestS3 s3;

  LargeInventoryTest(TestS3 s3) {
    this.s3 = s3;
  }

  @Test
  void isJudgedWithFewRequestsInLittleMemory() throws Exception {
    Figures figures = measure(s3);

    assertThat(figures.requests()).isBetween(LEAST, LEAST * 12 / 10);
    assertThat(figures.peak()).isLessThan(200L << 20);
  }

  /**
   * What listing and judging took.
   *
   * @param peak the most memory that the process had, in bytes
   */
  record Figures(int segments, int least, int requests, long peak, long millis) {}

  static Figures measure(TestS3 s3) throws Exception {
    Map<String, String> contents =
        Map.of(
            ROOT + "archive.info",
            InfoTexts.archiveInfo("15", 1),
            "prod/backup/orders/backup.info",
            InfoTexts.backupInfo(
                InfoTexts.backup("20260101-000000F", "full", "000000010000000000000001")),
            ROOT + "15-1/00000002.history",
            "1\t" + switched().start() + "\tno recovery target specified\n");
    try (ScriptedBucket bucket = new ScriptedBucket(s3.tls(), keys(), contents);
        ChildJvm child =
            ChildJvm.start(
                LargeInventoryTest.class,
                Integer.toString(bucket.port()),
                s3.caFile().toString())) {
      List<String> said = child.awaitLine(SEGMENTS + " segments, unbroken: true");
      String[] words = said.get(said.size() - 1).split(" ");
      return new Figures(
          SEGMENTS,
          LEAST,
          bucket.requests(),
          Long.parseLong(words[0]) << 10,
          Long.parseLong(words[1]));
    }
  }

  private static SegmentName switched() {
    return new SegmentName(new Timeline(2), 60_000, SegmentSize.DEFAULT);
  }

  private static List<String> keys() {
    List<String> keys = new ArrayList<>();
    keys.add(ROOT + "15-1/00000002.history");
    SegmentName segment = new SegmentName(new Timeline(1), 1, SegmentSize.DEFAULT);
    for (int i = 0; i < SEGMENTS; i++) {
      String folder = segment.toString().substring(0, 16);
      keys.add(ROOT + "15-1/" + folder + "/" + segment + "-" + InfoTexts.SUM + ".zst");
      segment = segment.number() + 1 == switched().number() ? switched() : segment.next();
    }
    return keys;
  }

  /** The child: lists, judges, says what that took, and what it found. */
  public static void main(String[] args) throws IOException {
    long begun = System.nanoTime();
    try (Repository repository =
        new S3Repository(
            TestS3.config(
                TestS3.BUCKET,
                "prod",
                TestS3.SECRET,
                Integer.parseInt(args[0]),
                Optional.of(Path.of(args[1]))))) {
      Inventory inventory = new PgBackRestArchive(repository, "orders", SegmentSize.DEFAULT).read();
      Continuity continuity = Continuity.of(inventory);
      long millis = (System.nanoTime() - begun) / 1_000_000;
      String peak =
          Files.readAllLines(Path.of("/proc/self/status")).stream()
              .filter(line -> line.startsWith("VmHWM:"))
              .map(line -> line.replaceAll("[^0-9]", ""))
              .findFirst()
              .orElseThrow();
      System.out.println(peak + " " + millis);
      System.out.println(continuity.count() + " segments, unbroken: " + continuity.unbroken());
    }
  }
}
