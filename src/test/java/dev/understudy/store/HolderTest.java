package dev.understudy.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HolderTest {
  private final Holder here = Holder.current();

  @Test
  void thisProcessIsAlwaysTheSameAndNotGone() {
    assertThat(Holder.current()).isEqualTo(here);
    assertThat(here.pid()).isEqualTo(ProcessHandle.current().pid());
    assertThat(here.provablyGone()).isFalse();
  }

  @Test
  void aProcessThatStartedLaterUnderTheSameIdIsAnotherOne() {
    assertThat(with(here.bootId(), here.pid(), here.processStart() - 1).provablyGone()).isTrue();
  }

  @Test
  void nothingSurvivesABoot() {
    assertThat(with("another-boot", here.pid(), here.processStart()).provablyGone()).isTrue();
  }

  @Test
  void anIdThatNoProcessHasIsGone() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    assertThat(with(here.bootId(), ended.pid(), 1).provablyGone()).isTrue();
  }

  @Test
  void ofAnotherMachineNothingIsKnown() {
    assertThat(new Holder("elsewhere", "another-boot", 1, 1).provablyGone()).isFalse();
  }

  @Test
  void isReadBackFromItsText() {
    assertThat(Holder.parse(here.toString())).isEqualTo(here);
    assertThatThrownBy(() -> Holder.parse("a/b/c/d")).isInstanceOf(IllegalArgumentException.class);
  }

  private Holder with(String boot, long pid, long start) {
    return new Holder(here.machineId(), boot, pid, start);
  }
}
