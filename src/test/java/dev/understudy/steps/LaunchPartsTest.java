package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Ec2Launch;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The functions that a launch goes by. */
class LaunchPartsTest {
  private static final String KEY =
      "AAAAC3NzaC1lZDI1NTE5AAAAIBpv8QmJ0bkIbMaZQ3hA0p6wTgKxyuWlR4pP6jlZQ0aT";

  private static Ec2Launch launch(String image, String owner, String type) {
    return new Ec2Launch(
        image,
        Optional.ofNullable(owner),
        type,
        "subnet-01234567",
        Optional.empty(),
        List.of("sg-01234567"),
        OptionalLong.empty(),
        Optional.empty(),
        true,
        Optional.empty(),
        Optional.empty(),
        Map.of());
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      textBlock =
          """
          debian-12,    none,         m7g.large,    136693071363, debian-12-arm64-*, arm64
          debian-12,    none,         m7i.large,    136693071363, debian-12-amd64-*, x86_64
          debian-12,    none,         c7gn.large,   136693071363, debian-12-arm64-*, arm64
          debian-12,    none,         a1.large,     136693071363, debian-12-arm64-*, arm64
          debian-12,    none,         g4dn.xlarge,  136693071363, debian-12-amd64-*, x86_64
          ubuntu-24.04, none,         t4g.small,    099720109477, ubuntu/images/hvm-ssd*/ubuntu-*-24.04-arm64-server-*, arm64
          debian-12,    123456789012, m7g.large,    123456789012, debian-12,         arm64
          database-*,   none,         r6i.xlarge,   self,         database-*,        x86_64
          """)
  void anImageIsFoundByOwnerAndName(
      String image, String owner, String type, String whose, String pattern, String architecture) {
    assertThat(ImageName.of(launch(image, owner, type)))
        .isEqualTo(new ImageName(whose, pattern, architecture));
  }

  @Test
  void anImageMayBeNamedByItsId() {
    assertThat(ImageName.of(launch("ami-0123456789abcdef0", null, "m7g.large")).id()).isTrue();
    assertThat(ImageName.of(launch("debian-12", null, "m7g.large")).id()).isFalse();
  }

  @Test
  void aTokenFollowsFromClusterNodeAndAddress() {
    LaunchToken token = LaunchToken.of("orders", "bravo", "10.0.0.12");
    assertThat(token).isEqualTo(LaunchToken.of("orders", "bravo", "10.0.0.12"));
    assertThat(token)
        .isNotEqualTo(LaunchToken.of("orders", "alpha", "10.0.0.12"))
        .isNotEqualTo(LaunchToken.of("other", "bravo", "10.0.0.12"))
        .isNotEqualTo(LaunchToken.of("orders", "bravo", "10.0.0.13"));
    assertThat((token.stem() + "19").length()).isLessThanOrEqualTo(64);
  }

  @Test
  void keysAreTakenFromTheWholeBlockOnly() {
    String block =
        """
        [   12.3] cloud-init[1]: ci-info: nothing
        -----BEGIN SSH HOST KEY KEYS-----
        ssh-ed25519 %1$s root@host
        [   12.4] cloud-init[1]: ecdsa-sha2-nistp256 %1$s root@host
        not a key
        -----END SSH HOST KEY KEYS-----
        ssh-ed25519 %1$s of somebody else
        """
            .formatted(KEY);
    assertThat(ConsoleKeys.of(block))
        .containsExactly("ssh-ed25519 " + KEY, "ecdsa-sha2-nistp256 " + KEY);
    assertThat(ConsoleKeys.of(block.substring(0, block.indexOf("-----END")))).isEmpty();
    assertThat(ConsoleKeys.of("")).isEmpty();
  }
}
