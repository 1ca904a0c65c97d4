package dev.understudy.simulation;

import static dev.understudy.simulation.Script.look;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** Scripts that only look. */
final class LookScripts {
  static final List<Script> ALL =
      List.of(
          look("pg_lsclusters -h; echo", LookScripts::clusters),
          look("read -r pid <\"$dir/postmaster.pid\"", LookScripts::online),
          look("\"started=$started\" \"postmaster=$postmaster\"", LookScripts::dataDirectory),
          look("os_id=%s", LookScripts::facts),
          look("state=read-only", LookScripts::configurationFiles),
          look("dpkg-query -W -f '${Package}", LookScripts::packages),
          look("[ -s \"$conf/$file\" ] || exit 1", LookScripts::complete),
          look("stat -c %.6Y --", LookScripts::changed),
          look("cd / && say port", LookScripts::configurationCheck),
          look("-le 0 ]; do\n  sleep 0.02", (m, c) -> Answers.test(m, true)),
          look("systemctl is-failed --quiet", (m, c) -> Answers.test(m, false)),
          look("IDENTIFY_SYSTEM", LookScripts::handshake),
          look("tail -n 400 --", LookScripts::log),
          look("stat -c '%a %U' --", LookScripts::rights),
          look("du -s -c -B1", LookScripts::kept),
          look("grep -lsxF -e \"$run\"", LookScripts::setAside),
          look("use=free", LookScripts::room),
          look("echo answers", (m, c) -> Answers.test(m, true)),
          new Script(text -> text.startsWith("test -s /"), Script.Kind.LOOK, LookScripts::notEmpty),
          new Script(
              text -> text.endsWith("}\nstart_mode"), Script.Kind.LOOK, LookScripts::startMode));

  private LookScripts() {}

  private static CommandResult clusters(Machine machine, Command command) {
    if (!machine.laidOut()) {
      return Answers.ok(machine, "\n");
    }
    boolean standby = machine.ownData().map(data -> data.standby).orElse(false);
    String status = machine.server().isEmpty() ? "down" : standby ? "online,recovery" : "online";
    String log = "/var/log/postgresql/postgresql-15-main.log";
    String words = String.join(" ", "15  main   ", "5432", status, "postgres", Machine.DATA, log);
    return Answers.ok(machine, words + "\n\n");
  }

  private static CommandResult online(Machine machine, Command command) {
    if (command.script().contains("getconf CLK_TCK")) {
      return Answers.ok(machine, "360000\n");
    }
    return Answers.test(machine, machine.server().isPresent());
  }

  private static CommandResult dataDirectory(Machine machine, Command command) {
    Optional<DataDirectory> data = machine.ownData();
    String marker = machine.text(Machine.MARKER).lines().findFirst().orElse("");
    String report =
        """
        exists=%s
        link=no
        mountpoint=no
        marker=%s
        started=%s
        postmaster=%s
        standby=%s
        databases=3
        """
            .formatted(
                word(data.isPresent()),
                marker,
                word(data.isPresent() && data.get().started),
                machine.server().isPresent() ? "815" : "",
                word(data.isPresent() && data.get().standby));
    String control =
        data.map(
                d ->
                    "newestfile=%d\nsystemid=%s\ntimeline=%d\nnextoid=%d\n"
                        .formatted(d.nextOid, d.systemId, d.timeline, d.nextOid))
            .orElse("");
    return Answers.ok(machine, report + control);
  }

  static String word(boolean yes) {
    return yes ? "yes" : "no";
  }

  private static CommandResult facts(Machine machine, Command command) {
    String report =
        """
        os_id=debian
        os_like=
        os_name=Debian GNU/Linux 12 (bookworm)
        glibc=glibc 2.36
        clock=%d
        free=100000000000
        kept=0
        packages=yes
        """;
    String listening = machine.server().isPresent() ? "listening=yes\n" : "";
    return Answers.ok(machine, report.formatted(Service.NOW.toEpochMilli()) + listening);
  }

  private static CommandResult configurationFiles(Machine machine, Command command) {
    return Answers.ok(
        machine,
        ShellText.arguments(command.script()).stream()
            .map(path -> configurationFile(machine, path))
            .collect(Collectors.joining()));
  }

  private static String configurationFile(Machine machine, String path) {
    boolean there = machine.files().containsKey(path) || machine.isDirectory(path);
    return (there ? "ok\tpostgres\t" : "absent\t\t") + path + "\n";
  }

  private static CommandResult packages(Machine machine, Command command) {
    return Answers.ok(
        machine,
        machine.packages().stream()
            .filter(name -> command.script().contains(name))
            .map(name -> name + " installed 15.9-0+deb12u1\n")
            .collect(Collectors.joining()));
  }

  private static CommandResult complete(Machine machine, Command command) {
    boolean ours =
        machine.files().containsKey(Machine.MARKER)
            && !machine.ownData().map(data -> data.started).orElse(false);
    boolean all =
        List.of("postgresql.conf", "pg_hba.conf", "pg_ident.conf", "start.conf").stream()
            .noneMatch(file -> machine.text(Machine.CONF + "/" + file).isEmpty());
    return Answers.test(machine, !ours || all);
  }

  private static CommandResult changed(Machine machine, Command command) {
    List<String> words = ShellText.words(command.script());
    long newest =
        words.subList(words.indexOf("--") + 1, words.indexOf("|")).stream()
            .mapToLong(machine::changed)
            .max()
            .orElse(0);
    return Answers.ok(machine, newest + "\n");
  }

  private static CommandResult configurationCheck(Machine machine, Command command) {
    if (!machine.packages().contains("postgresql-15")) {
      return Answers.failed(machine, 127, "postgres: not found\n");
    }
    return Answers.ok(machine, "5432\n");
  }

  private static CommandResult handshake(Machine machine, Command command) {
    List<String> words = ShellText.words(command.script());
    Map<String, String> conninfo = Replication.conninfo(words.get(words.indexOf("-d") + 1));
    Replication replication = new Replication(machine.world());
    Machine primary = replication.find(conninfo).orElseThrow();
    Optional<String> refusal = replication.refusal(primary, machine, conninfo);
    if (refusal.isPresent()) {
      return Answers.failed(machine, 2, "psql: error: " + refusal.get() + "\n");
    }
    DataDirectory data = primary.ownData().orElseThrow();
    return Answers.ok(
        machine,
        "%s|%d|%s|\n".formatted(data.systemId, data.timeline, DataDirectory.lsn(data.lsn)));
  }

  private static CommandResult log(Machine machine, Command command) {
    boolean streams = machine.server().filter(server -> server.upstream != null).isPresent();
    return Answers.ok(machine, streams ? "LOG:  started streaming WAL from primary\n" : "");
  }

  private static CommandResult rights(Machine machine, Command command) {
    List<String> words = ShellText.words(command.script());
    SimFile file = machine.files().get(words.get(words.size() - 1));
    return file == null
        ? Answers.failed(machine, 1, "stat: No such file or directory\n")
        : Answers.ok(machine, file.mode().substring(1) + " " + file.owner() + "\n");
  }

  private static CommandResult kept(Machine machine, Command command) {
    String start = Objects.requireNonNull(ShellText.variables(command.script()).get("dir"));
    return Answers.ok(
        machine,
        machine.data().keySet().stream()
            .filter(path -> path.startsWith(start + ".understudy-"))
            .map(path -> "40000000\t" + path + "\n")
            .collect(Collectors.joining()));
  }

  private static CommandResult setAside(Machine machine, Command command) {
    String run = ShellText.variables(command.script()).get("run");
    return Answers.ok(
        machine,
        machine.data().entrySet().stream()
            .filter(entry -> entry.getValue().setAsideBy.equals(run))
            .map(entry -> entry.getKey() + "/understudy-set-aside\n")
            .collect(Collectors.joining()));
  }

  private static CommandResult room(Machine machine, Command command) {
    return Answers.ok(
        machine, "100000000000 1 " + (machine.ownData().isEmpty() ? "free" : "other") + "\n");
  }

  private static CommandResult notEmpty(Machine machine, Command command) {
    String path = ShellText.words(command.script()).get(2);
    return Answers.test(machine, !machine.text(path).isEmpty());
  }

  private static CommandResult startMode(Machine machine, Command command) {
    return Answers.ok(machine, machine.text(Machine.START_CONF));
  }
}
