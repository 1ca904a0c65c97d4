package dev.understudy.host;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept by the tests' host without SSH. */
class LocalHostContractIT extends HostContract {
  private static Sandbox sandbox;

  @BeforeAll
  static void start() {
    sandbox = Sandbox.start();
  }

  @AfterAll
  static void stop() {
    sandbox.close();
  }

  @Override
  protected Host host() {
    return new LocalHost(sandbox);
  }
}
