package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Characters that a format cannot hold are an error that names the field, not the value. */
class RefusedCharactersTest {
  private static final String NUL = "secret\0value";
  private static final String NEWLINE = "secret\nvalue";

  static Stream<ThrowingCallable> impossibleValues() {
    return Stream.of(
        () -> Sql.literal(NUL),
        () -> Sql.identifier(NUL),
        () -> ConfValue.quote("work_mem", NUL),
        () -> Conninfo.quote(NUL),
        () -> ConnectionUri.encode(NUL),
        () -> HbaToken.quote(NUL),
        () -> HbaToken.quote(NEWLINE),
        () -> HbaToken.quote("secret\rvalue"),
        () -> PassFile.line("h", 1, "d", "r", new Secret(NEWLINE)),
        () -> PassFile.line("h", 1, "d", "r", new Secret("secretvalue\r")),
        () -> Sql.literal("secret\uD800value"));
  }

  @ParameterizedTest
  @MethodSource("impossibleValues")
  void areRefusedWithoutRepeatingTheValue(ThrowingCallable quoting) {
    assertThatThrownBy(quoting)
        .isInstanceOfSatisfying(
            UnderstudyException.class,
            e -> assertThat(e.errorClass()).isEqualTo(ErrorClass.CONFIGURATION))
        .hasMessageNotContaining("secret");
  }

  @Test
  void theSettingIsNamed() {
    assertThatThrownBy(() -> ConfValue.quote("work_mem", NUL))
        .isInstanceOfSatisfying(
            UnderstudyException.class, e -> assertThat(e.subject()).isEqualTo("work_mem"));
  }

  @Test
  void namesThatPostgresqlWouldCutAreRefused() {
    assertThat(Sql.identifier("x".repeat(63))).hasSize(65);
    assertThatThrownBy(() -> Sql.identifier("x".repeat(64))).hasMessageContaining("64");
    assertThatThrownBy(() -> Sql.identifier("é".repeat(32))).hasMessageContaining("64");
    assertThatThrownBy(() -> Sql.identifier("")).isInstanceOf(UnderstudyException.class);
  }
}
