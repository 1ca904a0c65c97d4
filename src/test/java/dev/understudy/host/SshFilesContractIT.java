package dev.understudy.host;

import org.junit.jupiter.api.extension.RegisterExtension;

/** The contract, kept over SSH and sudo. */
class SshFilesContractIT extends FilesContract {
  @RegisterExtension static final SandboxHosts SANDBOX = new SandboxHosts("login");

  @Override
  protected Host host() {
    return SANDBOX.host();
  }
}
