package dev.understudy.config;

import dev.understudy.config.Ec2Config.Address;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads what a cluster and its nodes say of Amazon EC2. */
final class Ec2Reader {
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");
  private static final Pattern INSTANCE = id("i");
  private static final Pattern ALLOCATION = id("eipalloc");

  private Ec2Reader() {}

  private static Pattern id(String kind) {
    return Pattern.compile(kind + "-[0-9a-f]{8,17}");
  }

  /** Of a cluster; empty when it says nothing. */
  static Optional<Ec2Config> cluster(Section cluster) {
    Section section = cluster.section("ec2");
    if (cluster.node("ec2").isEmpty()) {
      return Optional.empty();
    }
    Ec2Config config =
        new Ec2Config(
            section.required("region", "a region such as eu-west-1", matching(REGION)).orElse(""),
            section
                .optional("endpoint", "default, or an address with http or https", Ec2Reader::uri)
                .flatMap(found -> found),
            section.optional(
                "address",
                "an Elastic IP such as eipalloc-0abc…, or a private IPv4 address",
                Ec2Reader::address));
    section.close();
    return Optional.of(config);
  }

  /** Of a node; empty when it says nothing. */
  static Optional<Ec2NodeConfig> node(Section node) {
    Section section = node.section("ec2");
    if (node.node("ec2").isEmpty()) {
      return Optional.empty();
    }
    if (section.node("instance").isEmpty() && section.node("image").isPresent()) {
      return Optional.of(
          new Ec2NodeConfig(Optional.empty(), Optional.of(Ec2LaunchReader.read(section))));
    }
    Optional<Ec2NodeConfig> config =
        section
            .required(
                "instance",
                "the id of an instance, such as i-0abc…, or image and the rest of one to launch",
                matching(INSTANCE))
            .map(Ec2NodeConfig::new);
    section.close();
    return config;
  }

  private static Optional<Address> address(String text) {
    if (ALLOCATION.matcher(text).matches()) {
      return Optional.of(new Address.Elastic(text));
    }
    return Optional.of(text)
        .filter(ip -> ip.indexOf(':') < 0 && Addresses.address(ip).isPresent())
        .map(Address.SecondaryPrivate::new);
  }

  private static Optional<Optional<URI>> uri(String text) {
    if (text.equals("default")) {
      return Optional.of(Optional.empty());
    }
    try {
      URI uri = new URI(text);
      boolean good =
          ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))
              && uri.getHost() != null
              && uri.getUserInfo() == null
              && uri.getQuery() == null;
      return good ? Optional.of(Optional.of(uri)) : Optional.empty();
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  static Function<String, Optional<String>> ids(String kind) {
    return matching(id(kind));
  }

  static Function<String, Optional<String>> matching(Pattern pattern) {
    return text -> Optional.of(text).filter(value -> pattern.matcher(value).matches());
  }
}
