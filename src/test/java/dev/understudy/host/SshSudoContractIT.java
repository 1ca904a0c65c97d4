package dev.understudy.host;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, kept over SSH with the login {@code login}. */
class SshSudoContractIT extends HostContract {
  @RegisterExtension static final SandboxHosts SANDBOX = new SandboxHosts("login");

  @Override
  protected Host host() {
    return SANDBOX.host();
  }
}
