package dev.understudy.config;

import dev.understudy.config.FailoverConfig.Hooks;
import dev.understudy.config.FailoverConfig.OnCrash;
import dev.understudy.config.FencingConfig.Command;
import dev.understudy.config.FencingConfig.Ec2;
import dev.understudy.config.FencingConfig.Lease;
import dev.understudy.config.FencingConfig.Ssh;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Reads the section {@code failover} of a cluster. */
final class FailoverReader {
  private static final String FENCING = "ssh, lease, ec2 or command: \"…\"";
  private static final String COMMAND = "a command as a shell takes it";
  private static final int LEAST_VERSION_FOR_LEASES = 13;

  private final Section section;
  private final FailoverConfig standard = FailoverConfig.standard();

  private FailoverReader(Section section) {
    this.section = section;
  }

  /**
   * @param version the cluster's major version, as the file has it; empty when that is wrong
   */
  static FailoverConfig read(Section section, String version) {
    FailoverReader reader = new FailoverReader(section);
    FailoverConfig failover = reader.read();
    reader.check(failover, version);
    return failover;
  }

  private FailoverConfig read() {
    FailoverConfig failover =
        new FailoverConfig(
            section
                .optional("automatic", Values.BOOLEAN, Values::bool)
                .orElse(standard.automatic()),
            time("unreachable_for", "a time such as 8s, from 1s to 1h", 1_000, 3_600_000)
                .orElse(standard.unreachableFor()),
            section
                .optional("max_lag", "a size such as 16MiB", FailoverReader::size)
                .orElse(standard.maxLag()),
            fencing(),
            time("lease", "a time such as 8s, from 2s to 10min", 2_000, 600_000)
                .orElse(standard.lease()),
            time("check", "a time such as 500ms, from 100ms to 10s", 100, 10_000)
                .orElse(standard.check()),
            time("quiet_period", "a time such as 1h, from 0s to 30d", 0, 2_592_000_000L)
                .orElse(standard.quietPeriod()),
            section.choice("on_crash", OnCrash.class, standard.onCrash()),
            hooks(section.section("hooks")));
    section.close();
    return failover;
  }

  private List<FencingConfig> fencing() {
    List<FencingConfig> methods =
        section.items("fencing", FENCING, FailoverReader::method, FailoverReader::command);
    return methods.isEmpty() ? standard.fencing() : methods;
  }

  private static Optional<FencingConfig> method(String word) {
    return switch (word) {
      case "ssh" -> Optional.of(new Ssh());
      case "lease" -> Optional.of(new Lease());
      case "ec2" -> Optional.of(new Ec2());
      default -> Optional.empty();
    };
  }

  private static Optional<FencingConfig> command(Section item) {
    Optional<FencingConfig> command =
        item.required("command", COMMAND, Values::text).map(Command::new);
    item.close();
    return command;
  }

  private static Hooks hooks(Section section) {
    Hooks hooks =
        new Hooks(
            section.optional("before_promote", COMMAND, Values::text),
            section.optional("after_promote", COMMAND, Values::text));
    section.close();
    return hooks;
  }

  private void check(FailoverConfig failover, String version) {
    section
        .node("fencing")
        .ifPresent(
            where -> {
              Set<FencingConfig> once = new HashSet<>();
              if (!failover.fencing().stream().allMatch(once::add)) {
                section.problem(where, section.name("fencing") + " has one twice", "each once");
              }
            });
    if (!failover.byLease()) {
      return;
    }
    if (tooOldForLeases(version)) {
      section.problem(
          section.where(),
          section.name("fencing") + " has 'lease' with PostgreSQL " + version,
          "PostgreSQL " + LEAST_VERSION_FOR_LEASES + " or newer, or no lease");
    }
    if (failover.check().multipliedBy(2).compareTo(failover.lease()) > 0) {
      section.problem(
          section.where(),
          section.name("check") + " is too long for the lease",
          "at most half of lease");
    }
  }

  private static boolean tooOldForLeases(String version) {
    return version.contains(".")
        || (version.matches("[0-9]{1,3}") && Integer.parseInt(version) < LEAST_VERSION_FOR_LEASES);
  }

  private Optional<Duration> time(String key, String expected, long least, long most) {
    Function<String, Optional<Duration>> parser =
        text ->
            Units.duration(text)
                .filter(time -> time.toMillis() >= least && time.toMillis() <= most);
    return section.optional(key, expected, parser);
  }

  private static Optional<Long> size(String text) {
    return Units.size(text).stream().boxed().findFirst();
  }
}
