package dev.understudy.config;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Parsers of single values, and the words for what each expects. */
final class Values {
  static final String NAME =
      "a name of at most 40 small letters, digits, '_' and '-', not beginning with '_' or '-'";
  static final String PORT = "a port from 1 to 65535";
  static final String HOST = "an IP address or a host name";
  static final String ADDRESS = "an IP address";
  static final String TEXT = "a text that is not empty";
  static final String ROLE = "the name of a role, of at most 63 bytes in one line";
  static final String DATABASE = "the name of a database, of at most 63 bytes in one line";
  static final String BOOLEAN = "true or false";
  static final String NETWORK = "a network such as 10.77.0.0/24, with no bits right of its mask";

  private static final int LONGEST_PG_NAME = 63;
  private static final Pattern NAMES = Pattern.compile("[a-z0-9][a-z0-9_-]{0,39}");
  private static final Set<String> RESERVED =
      Set.of("all", "primary", "standbys", "service", "archive");

  private Values() {}

  static Optional<String> text(String text) {
    return Optional.of(text).filter(value -> !value.isBlank());
  }

  /** Any name that PostgreSQL keeps as it is and pg_hba.conf can hold. */
  static Optional<String> pgName(String text) {
    return Optional.of(text)
        .filter(name -> !name.isEmpty() && name.chars().noneMatch(c -> c == '\n' || c == '\r'))
        .filter(name -> name.getBytes(StandardCharsets.UTF_8).length <= LONGEST_PG_NAME);
  }

  static Optional<String> host(String text) {
    return Optional.of(text).filter(Addresses::host);
  }

  /** One or several hosts, between them a space. */
  static Optional<List<String>> hosts(String text) {
    return Optional.of(List.of(text.strip().split("\\s+")))
        .filter(hosts -> hosts.stream().allMatch(Addresses::host));
  }

  static Optional<String> address(String text) {
    return Optional.of(text).filter(value -> Addresses.address(value).isPresent());
  }

  static Optional<String> network(String text) {
    return Optional.of(text).filter(Addresses::network);
  }

  static Function<String, Optional<Integer>> integer(int least, int most) {
    return text ->
        Optional.of(text)
            .filter(value -> value.matches("[0-9]{1,9}"))
            .map(Integer::valueOf)
            .filter(value -> value >= least && value <= most);
  }

  static Optional<Boolean> bool(String text) {
    return Optional.of(text).filter(value -> value.matches("true|false")).map(Boolean::valueOf);
  }

  /** A host, with a port or without. */
  static Optional<String> endpoint(String text) {
    int colon = text.indexOf(':');
    boolean good =
        colon < 0
            ? Addresses.host(text)
            : Addresses.host(text.substring(0, colon))
                && port(text.substring(colon + 1)).isPresent();
    return Optional.of(text).filter(value -> good);
  }

  static Optional<Integer> port(String text) {
    return integer(1, 65_535).apply(text);
  }

  static boolean name(String text) {
    return NAMES.matcher(text).matches();
  }

  static boolean reserved(String text) {
    return RESERVED.contains(text);
  }
}
