package dev.understudy.host;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, kept over SSH and sudo. */
class SshJobsContractIT extends JobsContract {
  @RegisterExtension static final SandboxHosts SANDBOX = new SandboxHosts("login");

  @Override
  protected Host host() {
    return SANDBOX.host();
  }
}
