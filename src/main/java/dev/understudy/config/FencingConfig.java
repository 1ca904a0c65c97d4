package dev.understudy.config;

/** A way to make sure that an old primary serves nobody any more. */
public sealed interface FencingConfig {
  /** As the configuration file names it. */
  String word();

  /** Stops PostgreSQL on its host and blocks every way to start it, over SSH. */
  record Ssh() implements FencingConfig {
    @Override
    public String word() {
      return "ssh";
    }
  }

  /** A node's permission to be primary runs out when nobody renews it. */
  record Lease() implements FencingConfig {
    @Override
    public String word() {
      return "lease";
    }
  }

  /** The cloud stops the instance. */
  record Ec2() implements FencingConfig {
    @Override
    public String word() {
      return "ec2";
    }
  }

  /**
   * A command of the user's own, run where the service runs; status 0 is the proof.
   *
   * @param command as a shell takes it
   */
  record Command(String command) implements FencingConfig {
    @Override
    public String word() {
      return "command";
    }
  }
}
