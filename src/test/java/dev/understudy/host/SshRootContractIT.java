package dev.understudy.host;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, kept over SSH with the login {@code root}. */
class SshRootContractIT extends HostContract {
  @RegisterExtension static final SandboxHosts SANDBOX = new SandboxHosts("root");

  @Override
  protected Host host() {
    return SANDBOX.host();
  }
}
