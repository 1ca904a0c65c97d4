package dev.understudy.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class LsnTest {
  @Example
  void readsAndWritesWhatPostgresqlPrints() {
    assertThat(Lsn.parse("16/B374D848").bytes()).isEqualTo(0x16B374D848L);
    assertThat(Lsn.parse("16/b374d848")).hasToString("16/B374D848");
    assertThat(Lsn.parse("0/0")).isEqualTo(Lsn.NONE);
    assertThat(Lsn.parse("00000000/03000028")).hasToString("0/3000028");
    assertThat(Lsn.parse("FFFFFFFF/FFFFFFFF").bytes()).isEqualTo(-1);
  }

  @Example
  void refusesWhatIsNone() {
    for (String text :
        new String[] {"", "0", "/", "0/", "/0", "0/123456789", "G/0", " 0/0", "0/0\n", "-1/0"}) {
      assertThatThrownBy(() -> Lsn.parse(text)).as(text).isInstanceOf(WalFormatException.class);
    }
  }

  @Property
  void whatIsWrittenIsReadBack(@ForAll long bytes) {
    assertThat(Lsn.parse(new Lsn(bytes).toString())).isEqualTo(new Lsn(bytes));
  }

  @Property
  void ordersAsTheUnsignedNumbers(@ForAll long one, @ForAll long other) {
    int expected = unsigned(one).compareTo(unsigned(other));
    assertThat(Integer.signum(new Lsn(one).compareTo(new Lsn(other)))).isEqualTo(expected);
    assertThat(new Lsn(one).max(new Lsn(other)).isAtLeast(new Lsn(one))).isTrue();
  }

  @Property
  void minusIsExactOrRefused(@ForAll long one, @ForAll long other) {
    BigInteger exact = unsigned(one).subtract(unsigned(other));
    if (exact.bitLength() <= 63) {
      assertThat(new Lsn(one).minus(new Lsn(other))).isEqualTo(exact.longValueExact());
    } else {
      assertThatThrownBy(() -> new Lsn(one).minus(new Lsn(other)))
          .isInstanceOf(ArithmeticException.class);
    }
  }

  @Property
  void plusIsExactOrRefused(@ForAll long start, @ForAll long count) {
    BigInteger exact = unsigned(start).add(BigInteger.valueOf(count));
    if (exact.signum() >= 0 && exact.bitLength() <= 64) {
      assertThat(unsigned(new Lsn(start).plus(count).bytes())).isEqualTo(exact);
    } else {
      assertThatThrownBy(() -> new Lsn(start).plus(count)).isInstanceOf(ArithmeticException.class);
    }
  }

  @Property
  void plusUndoesMinus(
      @ForAll @LongRange(min = 0) long start, @ForAll @LongRange(min = 0) long end) {
    assertThat(new Lsn(start).plus(new Lsn(end).minus(new Lsn(start)))).isEqualTo(new Lsn(end));
  }

  private static BigInteger unsigned(long bits) {
    return new BigInteger(Long.toUnsignedString(bits));
  }
}
