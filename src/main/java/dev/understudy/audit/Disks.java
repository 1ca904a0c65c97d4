package dev.understudy.audit;

import dev.understudy.audit.Sample.Name;
import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import dev.understudy.watch.HostReading.Disk;
import dev.understudy.watch.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** How full the disks with data and WAL are, and when they will be full. Pure. */
final class Disks {
  /** A forecast from a shorter time would be a guess. */
  private static final Duration LEAST = Duration.ofMinutes(15);

  private Disks() {}

  private record Place(String words, Disk disk, Name name) {}

  static List<Finding> of(WatchFacts facts) {
    List<Finding> findings = new ArrayList<>();
    for (NodeSnapshot node : facts.nodes()) {
      List<Place> places = places(node);
      findings.add(space(facts, node, places).on(node.node()));
      findings.add(forecast(facts, node, places).on(node.node()));
    }
    return findings;
  }

  /** Both, or one where they are the same. */
  private static List<Place> places(NodeSnapshot node) {
    if (node.host() == null || node.host().value().dataDisk().totalBytes() == 0) {
      return List.of();
    }
    Disk data = node.host().value().dataDisk();
    Disk wal = node.host().value().walDisk();
    return data.equals(wal) || wal.totalBytes() == 0
        ? List.of(new Place("the disk of data and WAL", data, Name.DATA_FREE))
        : List.of(
            new Place("the disk of the data", data, Name.DATA_FREE),
            new Place("the disk of the WAL", wal, Name.WAL_FREE));
  }

  private static Finding unknown(CheckId check, NodeSnapshot node) {
    return Finding.unknown(check.id(), "the host of " + node.node() + " has not said it yet");
  }

  private static Finding space(WatchFacts facts, NodeSnapshot node, List<Place> places) {
    if (places.isEmpty()) {
      return unknown(CheckId.DISK_SPACE, node);
    }
    Place fullest = places.get(0);
    for (Place place : places) {
      fullest = used(place.disk) > used(fullest.disk) ? place : fullest;
    }
    long percent = used(fullest.disk);
    return facts
        .limits(CheckId.DISK_SPACE)
        .finding(
            "",
            percent,
            "%s of %s is %d %% full, %s are left"
                .formatted(
                    fullest.words, node.node(), percent, Sizes.bytes(fullest.disk.freeBytes())),
            Measure.of("disk_used_percent", percent, Measure.Unit.COUNT));
  }

  private static long used(Disk disk) {
    return 100 * (disk.totalBytes() - disk.freeBytes()) / disk.totalBytes();
  }

  private static Finding forecast(WatchFacts facts, NodeSnapshot node, List<Place> places) {
    if (places.isEmpty()) {
      return unknown(CheckId.DISK_FORECAST, node);
    }
    Finding worst =
        Finding.ok(CheckId.DISK_FORECAST.id(), "the disks of " + node.node() + " do not fill");
    for (Place place : places) {
      Optional<Duration> left = fullIn(facts.earlier(node.node(), place.name), place.disk);
      if (left.isPresent()) {
        Severity severity = facts.limits(CheckId.DISK_FORECAST).downTo(left.get().toMillis());
        if (severity.graverThan(worst.severity())) {
          worst =
              new Finding(
                  CheckId.DISK_FORECAST.id(),
                  severity,
                  "at its growth %s of %s is full in %s"
                      .formatted(place.words, node.node(), Sizes.time(left.get())));
        }
      }
    }
    return worst;
  }

  /** By the least squares over the samples; empty when it does not fill, or too little is known. */
  static Optional<Duration> fullIn(List<Sample> samples, Disk disk) {
    int count = samples.size();
    if (count < 3
        || Duration.between(samples.get(0).at(), samples.get(count - 1).at()).compareTo(LEAST)
            < 0) {
      return Optional.empty();
    }
    double origin = samples.get(0).at().toEpochMilli();
    double meanTime = 0;
    double meanFree = 0;
    for (Sample sample : samples) {
      meanTime += (sample.at().toEpochMilli() - origin) / count;
      meanFree += (double) sample.value() / count;
    }
    double covariance = 0;
    double variance = 0;
    for (Sample sample : samples) {
      double time = sample.at().toEpochMilli() - origin - meanTime;
      covariance += time * (sample.value() - meanFree);
      variance += time * time;
    }
    double perMilli = variance == 0 ? 0 : covariance / variance;
    return perMilli >= 0
        ? Optional.empty()
        : Optional.of(Duration.ofMillis((long) (disk.freeBytes() / -perMilli)));
  }
}
