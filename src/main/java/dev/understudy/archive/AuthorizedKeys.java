package dev.understudy.archive;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The lines of a cluster's archive in a user's authorized_keys, known by the comments of their
 * keys. What else is in the file stays as it is. Pure.
 *
 * @param cluster the cluster's name
 */
public record AuthorizedKeys(String cluster) {
  /**
   * A key that may do nothing but one command.
   *
   * @param node whose key it is
   * @param key its type and itself, without comment
   * @param command the path of a program, which is told the node
   */
  public String line(String node, String key, String command) {
    return "restrict,command=\"%s %s\" %s %s%s".formatted(command, node, key, mark(), node);
  }

  /** The file with these lines of ours and no others, at its end. */
  public String with(String content, List<String> lines) {
    return Stream.concat(others(content), lines.stream())
        .map(line -> line + "\n")
        .collect(Collectors.joining());
  }

  /** Whether the file has a line of ours. */
  public boolean in(String content) {
    return content.lines().anyMatch(this::ours);
  }

  private Stream<String> others(String content) {
    return content.lines().filter(line -> !ours(line));
  }

  private boolean ours(String line) {
    return line.substring(line.lastIndexOf(' ') + 1).startsWith(mark());
  }

  /** No other cluster's name can begin with it. */
  private String mark() {
    return "understudy:" + cluster + ":";
  }
}
