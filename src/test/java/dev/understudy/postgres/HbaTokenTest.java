package dev.understudy.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HbaTokenTest {
  @ParameterizedTest
  @CsvSource({
    "10.77.0.11,10.77.0.11/32",
    "10.77.0.0/24,10.77.0.0/24",
    "fe80::1,fe80::1/128",
    "::1,::1/128",
    "::ffff:10.0.0.1,::ffff:10.0.0.1/128",
    "2001:db8::/32,2001:db8::/32"
  })
  void addressesGetTheirMask(String address, String token) {
    assertThat(HbaToken.address(address)).isEqualTo(token);
  }

  @Test
  void hostNamesAreQuotedSoThatNoneIsAKeyword() {
    assertThat(HbaToken.address("samenet")).isEqualTo("\"samenet\"");
    assertThat(HbaToken.address("db.example")).isEqualTo("\"db.example\"");
  }

  @Test
  void aLeadingSlashIsNoRegularExpressionSince16() {
    Dialect older = Dialect.of(new PgVersion(15, 0));
    Dialect newer = Dialect.of(new PgVersion(16, 0));
    assertThat(HbaToken.name(older, "/a.b")).isEqualTo("\"/a.b\"");
    assertThat(HbaToken.name(newer, "/a.b")).isEqualTo("\"/^\\/a\\.b$\"");
    assertThat(HbaToken.name(newer, "a/b")).isEqualTo("\"a/b\"");
  }
}
