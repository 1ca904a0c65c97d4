package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class SlotNameTest {
  @Test
  void aPlainNameIsKept() {
    assertThat(SlotName.of("bravo_2")).isEqualTo("understudy_bravo_2");
  }

  @Test
  void namesThatDifferOnlyInWhatSlotsCannotHoldGetDifferentSlots() {
    Set<String> slots = new HashSet<>();
    for (String node :
        List.of("db-1", "db_1", "db.1", "DB_1", "", "x".repeat(80), "x".repeat(81))) {
      assertThat(slots.add(SlotName.of(node))).as(node).isTrue();
    }
  }

  @Provide
  Arbitrary<String> nodes() {
    return HostileTexts.texts();
  }

  @Property(tries = 500)
  void everyNodeGetsAValidName(@ForAll("nodes") String node) {
    assertThat(SlotName.of(node)).matches("[a-z0-9_]{1,63}");
    assertThat(SlotName.ours(SlotName.of(node))).isTrue();
  }
}
