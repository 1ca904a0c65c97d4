package dev.understudy.steps;

import dev.understudy.archive.RecoveryTarget;
import dev.understudy.common.Fence;
import dev.understudy.common.Json;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.host.FileSpec;
import dev.understudy.postgres.PgCluster;
import dev.understudy.postgres.RestoredServer;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** Starts and stops a restored server, which no supervisor of the host knows. */
final class RestoredControl {
  private static final Duration LIMIT = Duration.ofMinutes(10);

  static final String PROCESS =
      """
      postmaster=
      ours=
      for proc in /proc/[0-9]*; do
        [ "$proc/cwd" -ef "$data" ] || continue
        case "$(readlink "$proc/exe" 2>/dev/null)" in
          */postgres*) postmaster=${proc#/proc/};;
          *) continue;;
        esac
        if tr '\\0' '\\n' 2>/dev/null <"$proc/cmdline" | grep -qxF -e "$base"; then
          ours=$postmaster
        fi
      done
      """;

  /**
   * Settings that were made by ALTER SYSTEM would win over ours. The server is told to recover
   * before its first start, and never again.
   */
  private static final String START =
      """
      [ "$(head -n 1 "$base/$mark")" = "$run" ] || refuse "$base is not this run's"
      [ -e "$base/restored" ] || refuse "$data is not a complete copy"
      [ -z "$postmaster" ] || exit 0
      if [ ! -e "$data/postmaster.opts" ]; then
        if [ -e "$data/postgresql.auto.conf" ]; then
          mv -T "$data/postgresql.auto.conf" "$data/postgresql.auto.conf.restored"
        fi
        printf %s "$recovery" | runuser -u "$owner" -- sh -c 'umask 077; cat >"$1"' sh "$data/$file"
        sync "$data/$file" "$data"
      fi
      cd /
      runuser -u "$owner" -- "$bin/pg_ctl" -s -W -D "$base" -l "$base/server.log" start </dev/null
      """;

  /** In a node's own place another server may run by now, which is none of this run's business. */
  static final String STOP =
      """
      [ -n "$ours" ] || exit 0
      [ "$(head -n 1 "$base/$mark" 2>/dev/null)" = "$run" ] || exit 0
      cd /
      runuser -u "$owner" -- "$bin/pg_ctl" -s -w -t 300 -m fast -D "$base" stop </dev/null
      """;

  private static final String SETTLE =
      """
      [ -z "$postmaster" ] || refuse "a server runs in $data (process $postmaster)"
      rm -f "$data.understudy-incomplete"
      sync "$data" "$(dirname "$data")"
      """;

  private static final String SAFE =
      """
      # Written by understudy restore: this server is no part of the cluster. The file is removed when
      # it becomes one of its nodes again.
      archive_mode = off
      listen_addresses = ''
      """;

  private final RestorePlace place;

  RestoredControl(RestorePlace place) {
    this.place = place;
  }

  boolean running() {
    String script = place.variables() + PROCESS + "[ -n \"$postmaster\" ]\n";
    return place.node().host().run(Command.script(script).asRoot()).ok();
  }

  /** Writes its files and starts it, without waiting; a running one is left alone. */
  void start(RecoveryTarget target, Fence fence) {
    RestoredServer files = new RestoredServer(place.server());
    Map<String, String> recovery = new LinkedHashMap<>(target.settings());
    recovery.put("restore_command", place.archive().restoreCommand());
    recovery.put("recovery_target_timeline", "latest");
    write("postgresql.conf", files.settings(controlData(), recovery), fence);
    write("pg_hba.conf", files.rules(), fence);
    write("pg_ident.conf", "", fence);
    String script =
        "set -eu\nfile=%s\nrecovery=%s\n"
                .formatted(files.recoveryFile(), Shell.quote(files.recovery(recovery)))
            + place.variables()
            + RemoteRefusal.SHELL
            + PROCESS
            + START;
    run(script, "start the restored server", fence);
  }

  void stop(Fence fence) {
    run("set -eu\n" + place.variables() + PROCESS + STOP, "stop the restored server", fence);
  }

  /** What it wrote about its recovery. */
  RecoveryLog log() {
    String script =
        place.variables()
            + "grep -E "
            + Shell.quote(RecoveryLog.PATTERN)
            + " \"$base/server.log\" 2>/dev/null | cut -c1-400 || true\n";
    return RecoveryLog.parse(
        place
            .node()
            .host()
            .run(Command.script(script).asRoot())
            .orThrow("read the restored server's log")
            .stdout());
  }

  /** Notes what the run has come to. */
  void note(String name, Map<String, ?> facts, Fence fence) {
    write(name, Json.write(facts), fence);
  }

  /**
   * Leaves data in a node's own place as Debian's commands find it: at rest, and safe to be started
   * by them, since it archives nothing and listens to no network until a person takes the file away
   * that says so. Settings made by ALTER SYSTEM would win over it, so they stay aside.
   *
   * @return that file
   */
  String settle(Fence fence) {
    PgCluster cluster = place.node().cluster();
    String file = cluster.restoredSettingsFile();
    place.node().files().write(FileSpec.text(file, SAFE, place.owner(), "0640"), fence);
    run(
        "set -eu\n" + place.variables() + RemoteRefusal.SHELL + PROCESS + SETTLE,
        "leave the restored data as it belongs",
        fence);
    return file;
  }

  private void write(String name, String text, Fence fence) {
    place.node().files().write(FileSpec.text(place.file(name), text, place.owner(), "0600"), fence);
  }

  private String controlData() {
    String script =
        place.variables()
            + "LC_ALL=C exec runuser -u \"$owner\" -- \"$bin/pg_controldata\" -D \"$data\"\n";
    return place
        .node()
        .host()
        .run(Command.script(script).asRoot())
        .orThrow("read the control file of " + place.data())
        .stdout();
  }

  private void run(String script, String what, Fence fence) {
    Command command = Command.script(script).asRoot().within(LIMIT).under(fence);
    RemoteRefusal.orThrow(place.node().host().run(command), what, "see what is in " + place.base());
  }
}
