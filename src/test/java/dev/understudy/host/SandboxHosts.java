package dev.understudy.host;

import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A host behind a real sshd, for the tests of one class. */
final class SandboxHosts implements BeforeAllCallback, AfterAllCallback {
  private final String login;
  private Sandbox sandbox;
  private SshHosts hosts;

  SandboxHosts(String login) {
    this.login = login;
  }

  Host host() {
    return hosts.host("orders", "alpha");
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    sandbox = Sandbox.start();
    hosts = sandbox.hosts(login);
  }

  @Override
  public void afterAll(ExtensionContext context) {
    hosts.close();
    sandbox.close();
  }
}
