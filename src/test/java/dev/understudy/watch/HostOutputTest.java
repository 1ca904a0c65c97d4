package dev.understudy.watch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostOutputTest {
  private static final String WHOLE =
      """
      boot_id=2f1c7a52-7e0d-4a43-9d2f-000000000001
      uptime=12345.67
      postmaster=812
      pid_file=yes
      processes=7
      control_state=in production
      control_timeline=3
      data_disk=4096 262144 100 9000 5000
      wal_disk=4096 262144 100000 9000 6000
      ActiveState=active
      SubState=running
      Result=success
      Job=77
      ExecMainCode=2
      system=running
      packages=yes
      peer bravo=accepts
      peer charlie-2=nothing
      peer delta=perhaps
      oom_kills=2
      """;

  @Test
  void allOfItIsRead() {
    HostReading host = HostOutput.read("/var/lib/postgresql/15/main", WHOLE);
    assertThat(host.bootId()).endsWith("0001");
    assertThat(host.uptimeSeconds()).isEqualTo(12345.67);
    assertThat(host.postmaster()).hasValue(812);
    assertThat(host.processes()).isEqualTo(7);
    assertThat(host.controlState()).isEqualTo("in production");
    assertThat(host.controlTimeline()).isEqualTo(3);
    assertThat(host.unitState()).isEqualTo("active/running");
    assertThat(host.unitResult()).isEqualTo("success");
    assertThat(host.oomKills()).isEqualTo(2);
    assertThat(host.pidFile()).isTrue();
    assertThat(host.mainKilled()).isTrue();
    assertThat(host.job()).isTrue();
    assertThat(host.packages()).isTrue();
    assertThat(host.systemState()).isEqualTo("running");
    assertThat(host.peers())
        .isEqualTo(Map.of("bravo", Reached.ACCEPTS, "charlie-2", Reached.NOTHING));
    assertThat(host.dataDisk()).isEqualTo(new HostReading.Disk(1L << 30, 409_600, 9000, 5000));
    assertThat(host.dataDisk().full()).isTrue();
    assertThat(host.walDisk().full()).isFalse();
  }

  @Test
  void whatIsMissingIsUnknownAndNeverFull() {
    HostReading host = HostOutput.read("", "uptime=1.5\nActiveState=inactive\nSubState=dead\n");
    assertThat(host.postmasterRuns()).isFalse();
    assertThat(host.pidFile() || host.mainKilled() || host.job() || host.packages()).isFalse();
    assertThat(host.peers()).isEmpty();
    assertThat(host.dataDisk().full()).isFalse();
    assertThat(host.unitState()).isEqualTo("inactive/dead");
  }

  @Test
  void anAnswerWithoutSenseIsNone() {
    assertThatThrownBy(() -> HostOutput.read("", "sudo: a password is required\n"))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("makes no sense");
  }
}
