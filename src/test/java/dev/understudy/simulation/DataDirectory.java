package dev.understudy.simulation;

import java.io.Serializable;
import java.util.Map;
import java.util.TreeMap;

/** What is in a data directory. Fields are as its control file and catalogs have them. */
final class DataDirectory implements Serializable {
  final String systemId;
  final Map<String, Role> roles = new TreeMap<>();
  final Map<String, Long> slots = new TreeMap<>();
  int timeline = 1;

  /** Where its timeline began. */
  long fork;

  /** Its last record, where that is one that no other machine has; else 0. */
  long ahead;

  /** The timeline of the last checkpoint. */
  int checkpoint = 1;

  long nextOid = 13000;
  long lsn = 0x3000000;

  /** Whether standby.signal is there. */
  boolean standby;

  /** Whether a server was ever started in it: postmaster.opts is there. */
  boolean started;

  /** The run that set it aside, in which its note is; empty when none did. */
  String setAsideBy = "";

  DataDirectory(String systemId) {
    this.systemId = systemId;
  }

  /** What a base backup brings along: neither slots nor the files of this very server. */
  DataDirectory backup() {
    DataDirectory copy = new DataDirectory(systemId);
    copy.roles.putAll(roles);
    copy.timeline = timeline;
    copy.checkpoint = checkpoint;
    copy.fork = fork;
    copy.nextOid = nextOid;
    copy.lsn = lsn;
    return copy;
  }

  static String lsn(long position) {
    return "%X/%X".formatted(position >>> 32, position & 0xffffffffL);
  }
}
