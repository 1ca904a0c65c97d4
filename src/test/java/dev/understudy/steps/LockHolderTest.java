package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who holds a lock of apt, found by a real shell in a list of locks that the test writes. */
class LockHolderTest {
  private static final long OWN = ProcessHandle.current().pid();
  private static final long GONE = 99_999_999;

  @TempDir Path root;
  private ScriptHost host;
  private Path lock;

  @BeforeEach
  void host() {
    host = new ScriptHost(root);
    lock = host.write("var/lib/dpkg/lock", "");
  }

  private ScriptHost.Outcome holder(long... processes) throws IOException {
    StringBuilder locks = new StringBuilder();
    for (long process : processes) {
      locks.append(
          "1: POSIX  ADVISORY  WRITE %d fe:01:%s 0 EOF\n"
              .formatted(process, Files.getAttribute(lock, "unix:ino")));
    }
    Path list = host.write("locks", locks.toString());
    String script =
        AptJob.HOLDER.replace("/proc/locks", list.toString()).replace("/var/", root + "/var/");
    return host.run("set -eu\n" + script + "holder\n");
  }

  @Test
  void isAProcessThatHasTheFileOpen() throws IOException {
    try (FileChannel open = FileChannel.open(lock)) {
      assertThat(open.isOpen()).isTrue();
      assertThat(holder(GONE, OWN).stdout()).endsWith(" (process " + OWN + ")\n");
    }
  }

  /** The kernel's list names the inode alone, and each file system counts its own. */
  @Test
  void isNoProcessThatLocksAFileOfTheSameNumberElsewhere() throws IOException {
    ScriptHost.Outcome outcome = holder(OWN);
    assertThat(outcome.stdout()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(1);
  }

  @Test
  void isNobodyWithoutALock() throws IOException {
    try (FileChannel open = FileChannel.open(lock)) {
      assertThat(open.isOpen()).isTrue();
      assertThat(holder().exit()).isEqualTo(1);
    }
  }
}
