package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.cloud.Ec2Account;
import dev.understudy.cloud.Ec2Account.Timing;
import dev.understudy.cloud.Ec2Endpoint;
import dev.understudy.cloud.Ec2Endpoint.Trouble;
import dev.understudy.cloud.Machines;
import dev.understudy.cloud.TestClouds;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Sleeper;
import dev.understudy.config.Configuration;
import dev.understudy.config.ConfigurationReader;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.DetachedJobs;
import dev.understudy.host.Host;
import dev.understudy.host.HostException;
import dev.understudy.host.HostFiles;
import dev.understudy.host.Hosts;
import dev.understudy.host.SshHosts;
import dev.understudy.postgres.Passwords;
import dev.understudy.steps.FencingOutcome.NoProof;
import dev.understudy.steps.FencingOutcome.Proof;
import dev.understudy.store.ClusterRegistry;
import dev.understudy.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only a stopped instance is proof, whatever becomes of the requests; over the wire. */
class Ec2FencingTest {
  private static final String ALPHA = "i-0a0a0a0a0a0a0a0a0";
  private static final Fence FENCE = new Fence("owner", "orders", 1, 1);

  @TempDir Path directory;
  private final Ec2Account account =
      new Ec2Account(Timing.QUICK, Machines.NONE).running(ALPHA, "10.0.0.11", "eu-west-1a");
  private final Ec2Endpoint endpoint = Ec2Endpoint.start(account);
  private final Ec2Fencing fencing = new Ec2Fencing(pause -> Thread.onSpinWait());
  private Store store;

  @BeforeEach
  void open() {
    store = Store.openForWriting(directory.resolve("var"));
  }

  @AfterEach
  void close() {
    store.close();
    endpoint.close();
  }

  private FencingOrder order(String fencingMethods, String host, boolean answers, Duration limit) {
    try {
      Path file =
          Files.writeString(
              directory.resolve("understudy.yaml"),
              """
              ssh: { user: admin }
              clusters:
                orders:
                  postgresql: 15
                  primary: alpha
                  nodes: { alpha: { host: %s, ec2: { instance: %s } } }
                  ec2: { region: eu-west-1 }
                  failover: { fencing: %s }
              """
                  .formatted(host, ALPHA, fencingMethods));
      Configuration configuration = new ConfigurationReader(Map.of(), directory).read(file);
      Sites sites =
          new Sites(
              () -> configuration,
              new OneHost(answers, new SshHosts(configuration, Sleeper.SYSTEM)),
              new ClusterRegistry(store, Clock.systemUTC()),
              new Passwords(configuration.data()),
              TestClouds.at(endpoint.uri()));
      Site site = sites.site("orders");
      return new FencingOrder(site, site.node("alpha"), "run", FENCE, Instant.now(), limit);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private FencingOrder order() {
    return order("[ec2]", "10.0.0.11", false, Duration.ofSeconds(60));
  }

  @Test
  void theProofIsThatTheInstanceIsStopped() {
    assertThat(fencing.fence(order()))
        .isEqualTo(new Proof(Map.of("instance", ALPHA, "state", "stopped")));
    assertThat(account.state(ALPHA)).isEqualTo("stopped");
    assertThat(endpoint.calls()).containsOnlyOnce("StopInstances");
  }

  @Test
  void aStoppedOneIsProofWithoutAnotherOrder() {
    fencing.fence(order());
    int before = endpoint.calls().size();
    assertThat(fencing.fence(order())).isInstanceOf(Proof.class);
    assertThat(endpoint.calls().subList(before, endpoint.calls().size()))
        .containsExactly("DescribeInstances");
  }

  @Test
  void throttlingErrorsAndLostAnswersAreGotOver() {
    endpoint.trouble("DescribeInstances", Trouble.THROTTLED, Trouble.BROKEN, Trouble.DOWN);
    endpoint.trouble(
        "StopInstances", Trouble.THROTTLED, Trouble.BROKEN, Trouble.DOWN, Trouble.ANSWER_LOST);
    assertThat(fencing.fence(order())).isInstanceOf(Proof.class);
  }

  @Test
  void anApiThatIsDownProvesNothing() {
    endpoint.down(true);
    FencingOutcome outcome =
        fencing.fence(order("[ec2]", "10.0.0.11", false, Duration.ofMillis(2500)));
    assertThat(outcome).isInstanceOf(NoProof.class);
    assertThat(account.state(ALPHA)).isEqualTo("running");
  }

  @Test
  void credentialsThatMayNotStopItProveNothingAtOnce() {
    endpoint.forbid("StopInstances");
    assertThat(((NoProof) fencing.fence(order())).reason()).contains("UnauthorizedOperation");
    assertThat(account.state(ALPHA)).isEqualTo("running");
  }

  @Test
  void anInstanceAtAnotherAddressIsLeftAlone() {
    FencingOrder other = order("[ec2]", "10.0.0.99", false, Duration.ofSeconds(60));
    assertThat(((NoProof) fencing.fence(other)).reason()).contains("is not at 10.0.0.99");
    assertThat(endpoint.calls()).doesNotContain("StopInstances");
  }

  @Test
  void anUnknownInstanceProvesNothing() {
    account.terminatedLongAgo(ALPHA);
    assertThat(((NoProof) fencing.fence(order())).reason()).contains("knows no instance");
  }

  @Test
  void aHostThatAnswersIsLeftToSsh() {
    AtomicBoolean proved = new AtomicBoolean(true);
    FencingOrder answering = order("[ssh, ec2]", "10.0.0.11", true, Duration.ofSeconds(60));
    assertThat(fencing.fence(answering.within(answering.limit(), proved::get)))
        .isInstanceOf(NoProof.class);
    assertThat(endpoint.calls()).doesNotContain("StopInstances");
  }

  @Test
  void oneThatIsSilentIsNot() {
    assertThat(fencing.fence(order("[ssh, ec2]", "10.0.0.11", false, Duration.ofSeconds(60))))
        .isInstanceOf(Proof.class);
  }

  @Test
  void aStartedInstanceIsNoProofAnyMore() {
    fencing.fence(order());
    assertThat(fencing.untrue(order())).isEmpty();
    account.start(ALPHA);
    assertThat(fencing.untrue(order())).get().asString().contains("somebody has started it");
  }

  /** Answers whatever it is asked, or cannot be reached. */
  private record OneHost(boolean answers, Hosts others) implements Hosts {
    @Override
    public Host host(String cluster, String node) {
      return new Host() {
        @Override
        public String name() {
          return node;
        }

        @Override
        public CommandResult run(Command command) {
          if (!answers) {
            throw new HostException(ErrorClass.CONNECTION, node, "unreachable", null, null);
          }
          return new CommandResult(node, 0, "", "", false);
        }

        @Override
        public String serviceAddress() {
          return "10.0.0.1";
        }
      };
    }

    @Override
    public HostFiles files(String cluster, String node) {
      return others.files(cluster, node);
    }

    @Override
    public DetachedJobs jobs(String cluster, String node) {
      return others.jobs(cluster, node);
    }

    @Override
    public void close() {
      others.close();
    }
  }
}
