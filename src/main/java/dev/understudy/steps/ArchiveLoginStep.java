package dev.understudy.steps;

import dev.understudy.archive.DirectoryEngine;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import dev.understudy.host.HostException;
import dev.understudy.workflow.StepContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A real login on every other host, with the very key and configuration that WAL is shipped with;
 * nothing but the answer of the one allowed command may come.
 */
final class ArchiveLoginStep extends CheckStep {
  private final Sites sites;

  ArchiveLoginStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "archive.login";
  }

  @Override
  Map<String, String> prove(StepContext context) {
    Site site = sites.site(context);
    Optional<DirectoryEngine> engine = site.archiveDirectory(null);
    if (engine.isEmpty()) {
      return Map.of("logins", "not wanted by archive");
    }
    Node node = sites.node(context);
    Map<String, String> evidence = new LinkedHashMap<>();
    for (String peer : engine.get().peers(node.name())) {
      context.safePoint();
      evidence.put(peer, login(site, node, site.node(peer), engine.get()));
    }
    return evidence;
  }

  private static String login(Site site, Node node, Node peer, DirectoryEngine engine) {
    String configuration = engine.directory().sshConfiguration();
    String script =
        "cd / && timeout 20 " + Shell.words("ssh", "-n", "-F", configuration, peer.name(), "hello");
    CommandResult result = node.host().run(Command.script(script).as(node.cluster().owner()));
    String expected = "understudy " + site.name() + " " + site.requireSystemId();
    if (result.ok() && result.stdout().strip().equals(expected)) {
      return "logged in as " + peer.cluster().owner() + ", system " + site.requireSystemId();
    }
    throw new HostException(
        ErrorClass.REMOTE_EXIT,
        node.name(),
        "no login on %s (%s port %d) as %s to hand WAL over: exit status %d: %s"
            .formatted(
                peer.name(),
                peer.address(),
                peer.config().sshPort(),
                peer.cluster().owner(),
                result.exit(),
                (result.stderr() + result.stdout()).strip()),
        "let that user in there by key (AllowUsers, a login shell), without output of its shell's start files",
        null);
  }
}
