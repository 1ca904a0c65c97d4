package dev.understudy.audit;

import dev.understudy.audit.Sample.Name;
import dev.understudy.common.Finding;
import dev.understudy.common.Measure;
import dev.understudy.common.Severity;
import dev.understudy.watch.HostReading.Disk;
import dev.understudy.watch.NodeSnapshot;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** How much of the disks with data and WAL is used, and when they will be used up. Pure. */
final class Disks {
  private Disks() {}

  private record Place(String words, Name name, long total, long free) {
    static Place of(String words, Name name, DiskStock stock, Disk disk) {
      return new Place(words, name, stock.total(disk), stock.free(disk));
    }

    long used() {
      return 100 * (total - free) / total;
    }
  }

  static List<Finding> of(WatchFacts facts) {
    List<Finding> findings = new ArrayList<>();
    for (NodeSnapshot node : facts.nodes()) {
      for (DiskStock stock : DiskStock.values()) {
        if (node.host() == null || node.host().value().dataDisk().totalBytes() == 0) {
          String why = "the host of " + node.node() + " has not said it yet";
          findings.add(Finding.unknown(stock.share.id(), why).on(node.node()));
          findings.add(Finding.unknown(stock.forecast.id(), why).on(node.node()));
        } else {
          List<Place> places = places(node, stock);
          findings.add(used(facts, node.node(), stock, places).on(node.node()));
          findings.add(forecast(facts, node.node(), stock, places).on(node.node()));
        }
      }
    }
    return findings;
  }

  /** Both, or one where they are the same; none that has no such limit. */
  private static List<Place> places(NodeSnapshot node, DiskStock stock) {
    Disk data = node.host().value().dataDisk();
    Disk wal = node.host().value().walDisk();
    boolean one = data.equals(wal) || wal.totalBytes() == 0;
    String of = " of " + node.node();
    List<Place> places =
        one
            ? List.of(Place.of("the disk of data and WAL" + of, stock.ofData, stock, data))
            : List.of(
                Place.of("the disk of the data" + of, stock.ofData, stock, data),
                Place.of("the disk of the WAL" + of, stock.ofWal, stock, wal));
    return places.stream().filter(place -> place.total > 0).toList();
  }

  private static Finding used(WatchFacts facts, String node, DiskStock stock, List<Place> places) {
    Optional<Place> fullest = places.stream().max(Comparator.comparing(Place::used));
    if (fullest.isEmpty()) {
      return Finding.ok(stock.share.id(), "the disk of " + node + " makes inodes as it needs them");
    }
    long percent = fullest.get().used();
    return facts
        .limits(stock.share)
        .finding(
            "",
            percent,
            stock.used(fullest.get().words, percent, fullest.get().free),
            Measure.of(stock.measure, percent, Measure.Unit.COUNT));
  }

  private static Finding forecast(
      WatchFacts facts, String node, DiskStock stock, List<Place> places) {
    String check = stock.forecast.id();
    Finding worst = Finding.ok(check, stock.enough(node));
    for (Place place : places) {
      Optional<Duration> left = Forecast.usedUpIn(facts.earlier(node, place.name), place.free);
      if (left.isPresent()) {
        Severity severity = facts.limits(stock.forecast).downTo(left.get().toMillis());
        if (severity.graverThan(worst.severity())) {
          worst = new Finding(check, severity, stock.usedUp(place.words, left.get()));
        }
      }
    }
    return worst;
  }
}
