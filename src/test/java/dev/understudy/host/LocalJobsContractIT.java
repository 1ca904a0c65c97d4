package dev.understudy.host;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** The contract, kept over the tests' host without SSH. */
class LocalJobsContractIT extends JobsContract {
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
