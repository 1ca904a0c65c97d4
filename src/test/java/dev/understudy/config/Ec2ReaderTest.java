package dev.understudy.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.config.Ec2Config.Address;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Ec2ReaderTest {
  @TempDir Path directory;

  private ClusterConfig read(String ec2) throws IOException {
    Path file = directory.resolve("understudy.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            nodes:
              alpha: { host: 10.0.0.1, ec2: { instance: i-0123456789abcdef0 } }
              bravo: { host: 10.0.0.2, ec2: { instance: i-01234567 } }
            ec2: %s
            failover: { fencing: [ssh, ec2] }
        """
            .formatted(ec2));
    return new ConfigurationReader(Map.of(), directory).read(file).clusters().get("orders");
  }

  @Test
  void anElasticAddressAndAnEndpointOfOnesOwn() throws IOException {
    ClusterConfig cluster =
        read(
            "{ region: eu-west-1, endpoint: 'https://ec2.test:8443', address: eipalloc-01234567 }");

    assertThat(cluster.ec2())
        .contains(
            new Ec2Config(
                "eu-west-1",
                Optional.of(URI.create("https://ec2.test:8443")),
                Optional.of(new Address.Elastic("eipalloc-01234567"))));
    assertThat(cluster.nodes().get("bravo").ec2()).contains(new Ec2NodeConfig("i-01234567"));
    assertThat(cluster.failover().byEc2()).isTrue();
    assertThat(cluster.failover().fencing())
        .isEqualTo(List.of(new FencingConfig.Ssh(), new FencingConfig.Ec2()));
  }

  @Test
  void anInstanceToLaunchIsReadValueForValue() throws IOException {
    Path file = directory.resolve("launch.yaml");
    Files.writeString(
        file,
        """
        ssh: { user: admin }
        clusters:
          orders:
            postgresql: 15
            primary: alpha
            ec2: { region: eu-west-1 }
            nodes:
              alpha:
                host: 10.0.0.1
                ec2: { image: debian-12, image_owner: amazon, type: m7g.large, subnet: subnet-01234567,
                       zone: eu-west-1b, volume: 200GiB, volume_type: gp3, encrypted: false,
                       security_groups: [sg-01234567], key_name: dba, profile: database,
                       tags: { team: shop } }
        """);
    assertThat(
            new ConfigurationReader(Map.of(), directory)
                .read(file)
                .clusters()
                .get("orders")
                .nodes()
                .get("alpha")
                .ec2()
                .flatMap(Ec2NodeConfig::launch))
        .contains(
            new Ec2Launch(
                "debian-12",
                Optional.of("amazon"),
                "m7g.large",
                "subnet-01234567",
                Optional.of("eu-west-1b"),
                List.of("sg-01234567"),
                OptionalLong.of(200L << 30),
                Optional.of("gp3"),
                false,
                Optional.of("dba"),
                Optional.of("database"),
                Map.of("team", "shop")));
  }

  @Test
  void aPrivateAddressAndAmazonsOwnEndpoint() throws IOException {
    assertThat(read("{ region: eu-west-1, endpoint: default, address: 10.0.0.100 }").ec2())
        .contains(
            new Ec2Config(
                "eu-west-1",
                Optional.empty(),
                Optional.of(new Address.SecondaryPrivate("10.0.0.100"))));
    assertThat(read("{ region: us-gov-east-1 }").ec2())
        .contains(new Ec2Config("us-gov-east-1", Optional.empty(), Optional.empty()));
  }
}
