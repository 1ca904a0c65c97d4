package dev.understudy.host;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept over SSH with the login {@code root}. */
class SshRootContractIT extends HostContract {
  private static Sandbox sandbox;
  private static SshHosts hosts;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
    hosts = sandbox.hosts("root");
  }

  @AfterAll
  static void stop() {
    hosts.close();
    sandbox.close();
  }

  @Override
  protected Host host() {
    return hosts.host("orders", "alpha");
  }
}
