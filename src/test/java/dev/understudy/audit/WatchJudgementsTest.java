package dev.understudy.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.audit.Sample.Name;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Finding;
import dev.understudy.common.Severity;
import dev.understudy.config.CheckGroup;
import dev.understudy.config.CheckId;
import dev.understudy.wal.Lsn;
import dev.understudy.watch.HostReading.Disk;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is found of servers and hosts, as a function of what the watching knows. */
class WatchJudgementsTest {
  private static final long MB = 1 << 20;

  /** One thing that is wrong, and what is found: the severity, the check, its node, its words. */
  static Stream<Arguments> wrong() {
    return Stream.of(
        one(
            "CRITICAL server-answers alpha",
            "refused: connection refused, for 3 min",
            c -> c.server("alpha").silent = true),
        one(
            "WARNING server-answers bravo",
            "does not answer",
            c -> c.server("bravo").silent = true),
        one(
            "UNKNOWN server-answers bravo",
            "was not asked yet",
            c -> c.server("bravo").unseen = true),
        one(
            "CRITICAL no-primary",
            "no node that answers accepts writes; silent: alpha",
            c -> c.server("alpha").silent = true),
        one("UNKNOWN no-primary", "not every node was asked", c -> c.server("alpha").unseen = true),
        one(
            "CRITICAL two-primaries",
            "alpha and bravo accept writes",
            c -> c.server("bravo").standby = false),
        one(
            "CRITICAL primary-of-record",
            "bravo accepts writes, although alpha",
            c -> c.server("bravo").standby = false),
        one(
            "CRITICAL primary-of-record",
            "alpha is in recovery",
            c -> c.server("alpha").standby = true),
        one("UNKNOWN primary-of-record", "does not answer", c -> c.server("alpha").silent = true),
        one(
            "CRITICAL system-identifier bravo",
            "of the system 42",
            c -> c.server("bravo").system = "42"),
        one(
            "WARNING timeline bravo",
            "on timeline 1, and the primary on 2",
            WatchJudgementsTest::promoted),
        one(
            "CRITICAL timeline charlie",
            "on timeline 1, and the primary on 2",
            c -> {
              promoted(c);
              c.server("charlie").receiver = "";
            }),
        one("CRITICAL timeline bravo", "on timeline 3", c -> c.server("bravo").timeline = 3),
        one(
            "WARNING standby-streaming bravo",
            "it receives nothing",
            c -> c.server("bravo").receiver = ""),
        one(
            "WARNING standby-streaming bravo",
            "bravo does not stream: waiting",
            c -> c.server("bravo").receiver = "waiting"),
        one(
            "CRITICAL standby-streaming bravo",
            "no other standby streams",
            c -> {
              c.server("bravo").receiver = "";
              c.server("charlie").receiver = "";
            }),
        one("OK standby-streaming bravo", "streams", c -> c.server("bravo").silent = true),
        one(
            "WARNING standby-streaming bravo",
            "the primary sends it nothing",
            c -> {
              c.server("bravo").silent = true;
              c.server("alpha").senders.remove("bravo");
            }),
        one(
            "UNKNOWN standby-streaming bravo",
            "no primary answers either",
            c -> {
              c.server("bravo").silent = true;
              c.server("alpha").silent = true;
            }),
        one("OK receiver-stalled bravo", "1 s ago", c -> {}),
        one("WARNING receiver-stalled bravo", "45 s ago", c -> c.server("bravo").message = 45_000),
        one("CRITICAL receiver-stalled bravo", "90 s ago", c -> c.server("bravo").message = 90_000),
        one(
            "WARNING replay-paused bravo",
            "replay is paused",
            c -> c.server("bravo").paused = true),
        one("OK replication-lag bravo", "15 MB behind", c -> behind(c, 15)),
        one("WARNING replication-lag bravo", "16 MB behind", c -> behind(c, 16)),
        one("CRITICAL replication-lag bravo", "256 MB behind", c -> behind(c, 256)),
        one(
            "UNKNOWN replication-lag bravo",
            "no primary answers",
            c -> c.server("alpha").silent = true),
        one(
            "OK replication-lag bravo",
            "1.0 MB behind, 5 min",
            c -> {
              behind(c, 1);
              long replayed = Lsn.parse("0/3000000").bytes();
              c.earlier("alpha", Name.WRITTEN, Duration.ofMinutes(6), replayed - 9);
              c.earlier("alpha", Name.WRITTEN, Duration.ofMinutes(5), replayed);
              c.earlier("alpha", Name.WRITTEN, Duration.ofMinutes(4), replayed + 1);
            }),
        one("OK replay-stuck bravo", "replays", c -> stuck(c, 1)),
        one("WARNING replay-stuck bravo", "has replayed nothing for 2 min", c -> stuck(c, 2)),
        one("CRITICAL replay-stuck bravo", "has replayed nothing for 15 min", c -> stuck(c, 15)),
        one(
            "OK replay-stuck bravo",
            "is paused",
            c -> {
              stuck(c, 15);
              c.server("bravo").paused = true;
            }),
        one(
            "OK replay-stuck bravo",
            "has replayed all that it received",
            c ->
                c.earlier(
                    "bravo",
                    Name.REPLAYED,
                    Duration.ofMinutes(20),
                    Lsn.parse("0/3000000").bytes())),
        one(
            "CRITICAL slot-missing bravo",
            "no slot understudy_bravo",
            c -> c.server("alpha").slots.remove(0)),
        one(
            "WARNING slot-inactive bravo",
            "keeps 512 MB for bravo",
            c -> slot(c, false, "reserved", 512)),
        one(
            "CRITICAL slot-lost bravo",
            "WAL that bravo needs is gone",
            c -> slot(c, false, "lost", 0)),
        one("OK slot-retention bravo", "of 10 GB", c -> slot(c, true, "reserved", 4096)),
        one(
            "WARNING slot-retention bravo",
            "keeps 5.0 GB of 10 GB",
            c -> slot(c, true, "extended", 5120)),
        one(
            "CRITICAL slot-retention bravo",
            "keeps 8.0 GB of 10 GB",
            c -> slot(c, true, "extended", 8192)),
        one(
            "CRITICAL slot-retention bravo",
            "goes at the next checkpoint",
            c -> slot(c, true, "unreserved", 1)),
        one(
            "WARNING slot-retention bravo",
            "keeps 60 GB of 120 GB",
            c -> {
              unlimited(c);
              slot(c, false, "reserved", 60 * 1024);
            }),
        one("UNKNOWN slot-lost", "no primary answers", c -> c.server("alpha").silent = true),
        one(
            "WARNING slot-inactive",
            "old keeps 3.0 MB",
            c ->
                c.server("alpha").slots.add(WatchedCluster.slot("old", false, "reserved", 3 * MB))),
        one("WARNING connections alpha", "78 of 97", c -> c.server("alpha").connections = 78),
        one("CRITICAL connections alpha", "97 of 97", c -> c.server("alpha").connections = 97),
        one("CRITICAL connections alpha", "no connection left", c -> c.server("alpha").full = true),
        one("OK disk-space bravo", "40 % full, 60 GB are left", c -> {}),
        one(
            "WARNING disk-space bravo",
            "the disk of the WAL of bravo is 85 % full",
            c -> c.server("bravo").wal = disk(15)),
        one("CRITICAL disk-space bravo", "95 % full", c -> c.server("bravo").data = disk(5)),
        one("OK disk-forecast bravo", "do not fill", c -> fills(c, 10, 1)),
        one("WARNING disk-forecast bravo", "is full in 20 h", c -> fills(c, 30, 3)),
        one("CRITICAL disk-forecast bravo", "is full in 3 h", c -> fills(c, 30, 18)),
        one("OK disk-forecast bravo", "do not fill", c -> fills(c, 30, -20)),
        one("OK disk-inodes bravo", "has used 50 % of its inodes, 1000000 are left", c -> {}),
        one(
            "OK disk-inodes bravo",
            "makes inodes as it needs them",
            c -> {
              c.server("bravo").data = new Disk(100L << 30, 60L << 30, 0, 0);
              c.server("bravo").wal = c.server("bravo").data;
            }),
        one(
            "WARNING disk-inodes bravo",
            "the disk of the WAL of bravo has used 85 % of its inodes, 15 are left",
            c -> c.server("bravo").wal = inodes(15)),
        one("CRITICAL disk-inodes bravo", "95 %", c -> c.server("bravo").data = inodes(5)),
        one("OK inodes-forecast bravo", "do not run out", c -> fillsWithFiles(c, 10, 1_000_000)),
        one(
            "WARNING inodes-forecast bravo",
            "the disk of data and WAL of bravo has no inode left in 19 h",
            c -> fillsWithFiles(c, 30, 50_000)),
        one(
            "CRITICAL inodes-forecast bravo",
            "no inode left in 3 h",
            c -> fillsWithFiles(c, 30, 300_000)),
        one("OK inodes-forecast bravo", "do not run out", c -> fillsWithFiles(c, 30, -5)),
        one(
            "WARNING ssh-access bravo",
            "no way there",
            c -> c.server("bravo").unreachable = ErrorClass.CONNECTION),
        one(
            "CRITICAL ssh-access bravo",
            "no way there",
            c -> c.server("bravo").unreachable = ErrorClass.HOST_KEY),
        one("OK failover-candidate", "bravo could take over, 0 B behind", c -> {}),
        one(
            "OK failover-candidate",
            "charlie could take over, 0 B behind; not so bravo: its replay is paused",
            c -> c.server("bravo").paused = true),
        one(
            "CRITICAL failover-candidate",
            "nobody could take over: bravo: it does not answer; charlie: its priority is 0",
            c -> {
              c.server("bravo").silent = true;
              c.priorityOfCharlie = 0;
            }),
        one(
            "CRITICAL failover-candidate",
            "bravo would take over, but its host is not reached: no way there",
            c -> c.server("bravo").unreachable = ErrorClass.CONNECTION),
        one(
            "UNKNOWN failover-candidate",
            "no primary answers",
            c -> c.server("alpha").silent = true),
        one(
            "WARNING minor-versions",
            "bravo: 15.17; alpha, charlie: 15.18",
            c -> c.server("bravo").version = "15.17"));
  }

  private static Arguments one(String expected, String words, Consumer<WatchedCluster> change) {
    return Arguments.of(expected, words, change);
  }

  private static void promoted(WatchedCluster cluster) {
    cluster.server("alpha").timeline = 2;
  }

  private static void behind(WatchedCluster cluster, long megabytes) {
    cluster.server("alpha").lsn = Lsn.parse("0/3000000").plus(megabytes * MB).toString();
  }

  private static void stuck(WatchedCluster cluster, int minutes) {
    cluster.server("bravo").received = "0/4000000";
    long replayed = Lsn.parse("0/3000000").bytes();
    cluster.earlier("bravo", Name.REPLAYED, Duration.ofMinutes(20), replayed - 1);
    for (int ago = minutes; ago > 0; ago--) {
      cluster.earlier("bravo", Name.REPLAYED, Duration.ofMinutes(ago), replayed);
    }
  }

  private static void slot(WatchedCluster cluster, boolean active, String status, long megabytes) {
    cluster
        .server("alpha")
        .slots
        .set(0, WatchedCluster.slot("understudy_bravo", active, status, megabytes * MB));
  }

  private static void unlimited(WatchedCluster cluster) {
    cluster.server("alpha").settings.put("max_slot_wal_keep_size", "-1");
  }

  private static Disk disk(long free) {
    return new Disk(100L << 30, free << 30, 2000, 1000);
  }

  private static Disk inodes(long free) {
    return new Disk(100L << 30, 60L << 30, 100, free);
  }

  /** So many samples, a minute apart; 1,000,000 are free now. */
  private static void fillsWithFiles(WatchedCluster cluster, int samples, long anHour) {
    for (int ago = samples; ago > 0; ago--) {
      long free = 1_000_000 + anHour * ago / 60;
      cluster.earlier("bravo", Name.DATA_INODES, Duration.ofMinutes(ago), free);
    }
  }

  /** So many samples, a minute apart; 60 GB are free now. */
  private static void fills(WatchedCluster cluster, int samples, long gigabytesAnHour) {
    for (int ago = samples; ago > 0; ago--) {
      long free = (60L << 30) + (gigabytesAnHour << 30) * ago / 60;
      cluster.earlier("bravo", Name.DATA_FREE, Duration.ofMinutes(ago), free);
    }
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("wrong")
  void whatIsWrongIsFound(String expected, String words, Consumer<WatchedCluster> change) {
    WatchedCluster cluster = new WatchedCluster();
    change.accept(cluster);

    String[] parts = expected.split(" ");
    Finding found = cluster.finding(parts[1], parts.length > 2 ? parts[2] : "");

    assertThat(found.severity() + " " + found.sentence()).startsWith(parts[0]).contains(words);
  }

  @Test
  void aClusterThatIsWellPassesEveryCheck() {
    List<Finding> findings = WatchAudit.judge(new WatchedCluster().facts());

    assertThat(findings).extracting(Finding::severity).containsOnly(Severity.OK);
    assertThat(findings.stream().map(Finding::check).collect(Collectors.toSet()))
        .containsExactlyInAnyOrderElementsOf(
            CheckId.of(CheckGroup.WATCH).stream().map(CheckId::id).toList());
    assertThat(findings).extracting(f -> f.check() + "/" + f.node()).doesNotHaveDuplicates();
  }

  @Test
  void nothingButItsSilenceIsWrongWithAClusterOfWhichNothingIsKnown() {
    WatchedCluster cluster = new WatchedCluster();
    List.of("alpha", "bravo", "charlie").forEach(name -> cluster.server(name).unseen = true);

    assertThat(WatchAudit.judge(cluster.facts()))
        .extracting(Finding::severity)
        .doesNotContain(Severity.CRITICAL, Severity.WARNING);
  }

  @Test
  void whatTheStandbyHasReplayedSinceThePrimaryWasAskedIsNotBehind() {
    WatchedCluster cluster = new WatchedCluster();
    cluster.server("bravo").lsn = "0/9000000";
    assertThat(cluster.finding("replication-lag", "bravo").sentence()).contains("replayed all");

    behind(cluster, 100);
    cluster.server("alpha").senders.put("charlie", cluster.server("alpha").lsn);
    assertThat(cluster.finding("replication-lag", "charlie").severity())
        .as("the primary's word about it is newer")
        .isEqualTo(Severity.OK);
  }
}
