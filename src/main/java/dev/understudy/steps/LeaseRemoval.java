package dev.understudy.steps;

import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.NodeLease;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import java.util.List;
import java.util.Map;

/** Takes fencing by lease off a host; the server runs on. */
final class LeaseRemoval {
  private static final String LOOK =
      """
      set -u
      for path in "$unitfile" "$dropin" "$lease"; do
        [ ! -e "$path" ] || echo "$path"
      done
      """;

  /** The gate goes first, so that no start is refused by what is half gone. */
  private static final String REMOVE =
      """
      set -eu
      rm -f "$dropin" "$dropin".understudy-previous
      rmdir "${dropin%/*}" 2>/dev/null || true
      if [ -d /run/systemd/system ]; then
        systemctl daemon-reload
        systemctl disable --now "$unit" 2>/dev/null || true
      fi
      rm -f "$unitfile" "$unitfile".understudy-previous
      [ ! -d /run/systemd/system ] || systemctl daemon-reload
      rm -rf "$lease" "/run/understudy-lease/${lease##*/}"
      rmdir "${lease%/*}" 2>/dev/null || exit 0
      rm -f "$script" "$script".understudy-previous "$wrapper" "$wrapper".understudy-previous
      rmdir /run/understudy-lease 2>/dev/null || true
      sync /etc/systemd/system "${script%/*}" /var/lib/understudy
      """;

  private final Node node;
  private final LeaseFiles files;

  LeaseRemoval(Site site, Node node) {
    this.node = node;
    this.files = new LeaseFiles(site, node);
  }

  Probe probe() {
    List<Change> changes =
        node.host()
            .run(Command.script(variables() + LOOK).asRoot())
            .orThrow("look for what fencing by lease has left")
            .stdout()
            .lines()
            .map(path -> Change.of("file", path, "fencing by lease", ""))
            .toList();
    return Probe.of(changes, Map.of("lease", "none"));
  }

  void remove(Fence fence) {
    node.host()
        .run(Command.script(variables() + REMOVE).asRoot().under(fence))
        .orThrow("take fencing by lease off");
  }

  private String variables() {
    return "unit=%s\nunitfile=%s\ndropin=%s\nlease=%s\nscript=%s\nwrapper=%s\n"
        .formatted(
            Shell.quote(files.unit()),
            Shell.quote(files.unitFile()),
            Shell.quote(files.dropIn()),
            Shell.quote(files.directory()),
            NodeLease.PATH,
            LeaseFiles.WRAPPER);
  }
}
