package dev.understudy.audit;

import dev.understudy.audit.Sample.Name;
import dev.understudy.common.Sizes;
import dev.understudy.config.CheckId;
import dev.understudy.watch.HostReading.Disk;
import java.time.Duration;

/** What a disk has so much of and no more. */
enum DiskStock {
  SPACE(
      "disk_used_percent",
      CheckId.DISK_SPACE,
      CheckId.DISK_FORECAST,
      Name.DATA_FREE,
      Name.WAL_FREE) {
    @Override
    long total(Disk disk) {
      return disk.totalBytes();
    }

    @Override
    long free(Disk disk) {
      return disk.freeBytes();
    }

    @Override
    String used(String place, long percent, long free) {
      return "%s is %d %% full, %s are left".formatted(place, percent, Sizes.bytes(free));
    }

    @Override
    String usedUp(String place, Duration left) {
      return "at its growth %s is full in %s".formatted(place, Sizes.time(left));
    }

    @Override
    String enough(String node) {
      return "the disks of " + node + " do not fill";
    }
  },
  INODES(
      "inodes_used_percent",
      CheckId.DISK_INODES,
      CheckId.INODES_FORECAST,
      Name.DATA_INODES,
      Name.WAL_INODES) {
    @Override
    long total(Disk disk) {
      return disk.totalInodes();
    }

    @Override
    long free(Disk disk) {
      return disk.freeInodes();
    }

    @Override
    String used(String place, long percent, long free) {
      return "%s has used %d %% of its inodes, %d are left".formatted(place, percent, free);
    }

    @Override
    String usedUp(String place, Duration left) {
      return "at its growth %s has no inode left in %s".formatted(place, Sizes.time(left));
    }

    @Override
    String enough(String node) {
      return "the inodes of " + node + " do not run out";
    }
  };

  final String measure;
  final CheckId share;
  final CheckId forecast;
  final Name ofData;
  final Name ofWal;

  DiskStock(String measure, CheckId share, CheckId forecast, Name ofData, Name ofWal) {
    this.measure = measure;
    this.share = share;
    this.forecast = forecast;
    this.ofData = ofData;
    this.ofWal = ofWal;
  }

  /** 0 where there is no such limit. */
  abstract long total(Disk disk);

  abstract long free(Disk disk);

  abstract String used(String place, long percent, long free);

  abstract String usedUp(String place, Duration left);

  abstract String enough(String node);
}
