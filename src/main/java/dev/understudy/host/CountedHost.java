package dev.understudy.host;

import dev.understudy.common.Tally;

/** A host whose commands are counted. */
record CountedHost(Host host, Tally tally) implements Host {
  @Override
  public String name() {
    return host.name();
  }

  @Override
  public CommandResult run(Command command) {
    return tally.of("ssh command", "", () -> host.run(command));
  }

  @Override
  public String serviceAddress() {
    return host.serviceAddress();
  }
}
