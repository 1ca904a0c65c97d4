package dev.understudy.service;

import static dev.understudy.api.Examined.failed;
import static dev.understudy.api.Examined.fine;
import static dev.understudy.api.Examined.warning;

import dev.understudy.api.Examined;
import dev.understudy.common.UnderstudyException;
import dev.understudy.store.LockHolder;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Looks at the data directory and the store in it, without opening that for writing. */
final class ExaminedStore {
  private static final long LITTLE = 1L << 30;
  private static final long TOO_LITTLE = 100L << 20;
  private static final Set<PosixFilePermission> OTHERS =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE);

  private final Path data;

  ExaminedStore(Path data) {
    this.data = data;
  }

  List<Examined> all() {
    List<Examined> found = new ArrayList<>();
    if (!Files.isDirectory(data)) {
      found.add(fine("data", data.toString(), "is not there yet; the first command makes it"));
      return found;
    }
    found.add(directory());
    found.add(space());
    found.add(store());
    found.add(lock());
    return found;
  }

  private Examined directory() {
    try {
      String owner = Files.getOwner(data).getName();
      if (!Files.isWritable(data)) {
        return failed(
            "data",
            data.toString(),
            "this user cannot write there; it belongs to " + owner,
            "give commands as that user: sudo -u " + owner + " understudy …");
      }
      return Files.getPosixFilePermissions(data).stream().anyMatch(OTHERS::contains)
          ? warning("data", data.toString(), "others can look into it", "chmod 0700 " + data)
          : fine("data", data.toString(), "only " + owner + " can look into it");
    } catch (IOException e) {
      return failed("data", data.toString(), "cannot be looked at: " + e.getMessage(), "");
    }
  }

  private Examined space() {
    try {
      FileStore disk = Files.getFileStore(data);
      long free = disk.getUsableSpace();
      String words = (free >> 20) + " MiB are free on the store's disk";
      String remedy = "make room: without it no run can be recorded, and so none goes on";
      if (free < TOO_LITTLE) {
        return failed("disk", null, words, remedy);
      }
      return free < LITTLE ? warning("disk", null, words, remedy) : fine("disk", null, words);
    } catch (IOException e) {
      return warning("disk", null, "its space cannot be told: " + e.getMessage(), "");
    }
  }

  private Examined store() {
    if (!Files.exists(data.resolve("understudy.db"))) {
      return fine("store", null, "is not there yet; the first command makes it");
    }
    try {
      return fine("store", null, "is sound, with tables of version " + Store.examine(data));
    } catch (UnderstudyException e) {
      return failed("store", null, String.valueOf(e.getMessage()), e.remedy());
    }
  }

  private Examined lock() {
    return Store.lockHolder(data).map(ExaminedStore::held).orElse(nobody());
  }

  private static Examined nobody() {
    return fine("lock", null, "nobody carries out runs now");
  }

  private static Examined held(LockHolder lock) {
    String who = "process " + lock.holder().pid() + " since " + lock.since();
    return lock.holder().provablyGone()
        ? fine("lock", null, who + " had it and is gone; the next one takes it")
        : fine("lock", null, who + " carries out runs");
  }
}
