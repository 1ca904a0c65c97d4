package dev.understudy.steps;

import dev.understudy.archive.DirectoryEngine;
import dev.understudy.archive.DirectoryPlaces;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The key pair by which a host ships WAL to the others; the private half never leaves it. */
final class ArchiveKeysStep implements StepType {
  private static final String LOOK =
      """
      [ -f "$key" ] || exit 0
      stat -c '%a %U' "$key"
      cut -d ' ' -f 1,2 -- "$key.pub" 2>/dev/null
      ssh-keygen -y -P '' -f "$key" 2>/dev/null | cut -d ' ' -f 1,2
      """;

  /** The private key comes last: with it the pair is there. */
  private static final String MAKE =
      """
      set -eu
      umask 077
      install -d -m 0755 "$configuration"
      new=$(mktemp -d "$configuration/.new-XXXXXXXX")
      trap 'rm -rf -- "$new"' EXIT
      ssh-keygen -q -t ed25519 -N '' -C "$comment" -f "$new/key"
      chmod 0644 "$new/key.pub"
      chown "$owner:" "$new/key" "$new/key.pub"
      sync "$new/key" "$new/key.pub"
      mv -T -- "$new/key.pub" "$key.pub"
      mv -T -- "$new/key" "$key"
      sync "$configuration"
      """;

  private final Sites sites;

  ArchiveKeysStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.keys";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.KEPT;
  }

  @Override
  public Probe probe(StepContext context) {
    Optional<DirectoryEngine> engine = sites.site(context).archiveDirectory(null);
    if (engine.isEmpty()) {
      return Probe.met(Map.of("keys", "not wanted by archive"));
    }
    Node node = sites.node(context);
    String key = engine.get().directory().key();
    List<String> lines =
        node.host()
            .run(Command.script(variables(node, engine.get()) + LOOK).asRoot())
            .orThrow("look for the key of the archive")
            .stdout()
            .lines()
            .toList();
    boolean whole =
        lines.size() == 3
            && lines.get(0).equals("600 " + node.cluster().owner())
            && lines.get(1).equals(lines.get(2));
    return whole
        ? Probe.met(Map.of("key", lines.get(1)))
        : Probe.notMet(Change.of("key pair", key, "", "made on the host"));
  }

  @Override
  public void apply(StepContext context) {
    Node node = sites.node(context);
    DirectoryEngine engine = sites.site(context).archiveDirectory(null).orElseThrow();
    node.host()
        .run(Command.script(variables(node, engine) + MAKE).asRoot().under(context.fence()))
        .orThrow("make a key for the archive");
  }

  private static String variables(Node node, DirectoryEngine engine) {
    DirectoryPlaces places = engine.directory();
    return "key=%s\nconfiguration=%s\nowner=%s\ncomment=%s\n"
        .formatted(
            Shell.quote(places.key()),
            Shell.quote(engine.places().directory()),
            Shell.quote(node.cluster().owner()),
            Shell.quote("understudy:" + places.cluster() + ":" + node.name()));
  }
}
