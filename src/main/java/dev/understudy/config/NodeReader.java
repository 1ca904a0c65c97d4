package dev.understudy.config;

import java.util.Map;
import java.util.OptionalInt;

/** Reads one node of a cluster. */
final class NodeReader {
  private static final int SSH_PORT = 22;
  private static final int PRIORITY = 100;
  private static final int HIGHEST_PRIORITY = 1000;

  private NodeReader() {}

  static NodeConfig read(String name, Section section) {
    NodeConfig node =
        new NodeConfig(
            name,
            section.required("host", Values.HOST, Values::host).orElse(""),
            section.optional("ssh_port", Values.PORT, Values::port).orElse(SSH_PORT),
            section.optional("ssh_user", Values.TEXT, Values::text),
            section
                .optional(
                    "priority",
                    "a number from 0 (never primary) to " + HIGHEST_PRIORITY,
                    Values.integer(0, HIGHEST_PRIORITY))
                .orElse(PRIORITY),
            tags(section),
            section
                .optional("health_port", Values.PORT, Values::port)
                .map(OptionalInt::of)
                .orElse(OptionalInt.empty()),
            section.optional("standby_from", "the name of another node, or archive", Values::text),
            Ec2Reader.node(section));
    section.close();
    return node;
  }

  private static Map<String, String> tags(Section section) {
    return section.section("tags").strings("a text");
  }
}
