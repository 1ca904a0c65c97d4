package dev.understudy.steps;

import dev.understudy.archive.DirectoryPlaces;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import java.util.List;

/**
 * What other hosts have to know of one to get at it, read over the service's own trusted connection
 * to it.
 *
 * @param key the public key of its archive, without comment; empty while there is none
 * @param authorizedKeys the file of PostgreSQL's user that its sshd reads
 * @param hostKeys the public keys of its sshd, without comments
 */
record SshFacts(Node node, String key, String authorizedKeys, List<String> hostKeys) {
  private static final String LOOK =
      """
      PATH=$PATH:/usr/sbin:/sbin
      said=$(sshd -T -C "user=$owner,host=localhost,addr=127.0.0.1" 2>/dev/null) || said=
      home=$(getent passwd "$owner" | cut -d : -f 6)
      file=$(printf '%s\\n' "$said" | sed -n 's/^authorizedkeysfile //p' | cut -d ' ' -f 1 \\
        | sed "s|%h|$home|g; s|%u|$owner|g; s|%%|%|g")
      [ -n "$file" ] || file=.ssh/authorized_keys
      case $file in /*) ;; *) file=$home/$file ;; esac
      printf 'authorized %s\\n' "$file"
      [ ! -f "$key.pub" ] || printf 'key %s\\n' "$(cut -d ' ' -f 1,2 -- "$key.pub")"
      files=$(printf '%s\\n' "$said" | sed -n 's/^hostkey //p')
      for each in ${files:-/etc/ssh/ssh_host_*_key}; do
        [ ! -f "$each.pub" ] || printf 'host %s\\n' "$(cut -d ' ' -f 1,2 -- "$each.pub")"
      done
      """;

  static SshFacts read(Node node, DirectoryPlaces places) {
    String variables =
        "owner=%s\nkey=%s\n"
            .formatted(Shell.quote(node.cluster().owner()), Shell.quote(places.key()));
    List<String> lines =
        node.host()
            .run(Command.script(variables + LOOK).asRoot())
            .orThrow("look at its sshd")
            .stdout()
            .lines()
            .toList();
    return new SshFacts(
        node,
        values(lines, "key ").stream().findFirst().orElse(""),
        values(lines, "authorized ").get(0),
        values(lines, "host "));
  }

  private static List<String> values(List<String> lines, String word) {
    return lines.stream()
        .filter(line -> line.startsWith(word))
        .map(line -> line.substring(word.length()).strip())
        .toList();
  }
}
