package dev.understudy.simulation;

import java.util.List;
import java.util.stream.Stream;

/** All scripts that the product sends. */
final class KnownScripts {
  static final List<Script> ALL =
      Stream.of(
              LookScripts.ALL,
              ChangeScripts.ALL,
              ArchiveScripts.ALL,
              BackupScripts.ALL,
              ArchiveLoginScripts.ALL,
              LeaseScripts.ALL,
              RestoreScripts.ALL,
              SwitchScripts.ALL,
              guard())
          .flatMap(List::stream)
          .toList();

  private KnownScripts() {}

  private static List<Script> guard() {
    return List.of(
        Script.look(
            "sha256sum < /usr/local/lib/understudy/guard && stat",
            (machine, command) -> new SimGuard(machine).installed()),
        Script.look(
            "|| exit 3; head -c 1024", (machine, command) -> new SimGuard(machine).read(command)),
        Script.look(
            "[ ! -d \"$cluster\" ] || exit 0",
            (machine, command) -> new SimGuard(machine).leftovers()),
        new Script(
            text -> text.contains("the guard arrived damaged"),
            Script.Kind.GUARD,
            (machine, command) -> new SimGuard(machine).install(command)),
        new Script(
            text -> text.contains("\nexec /usr/local/lib/understudy/guard "),
            Script.Kind.GUARD,
            (machine, command) -> new SimGuard(machine).ask(command)),
        new Script(text -> text.contains("-v ON_ERROR_STOP=1"), Script.Kind.SQL, SqlScript::run));
  }
}
