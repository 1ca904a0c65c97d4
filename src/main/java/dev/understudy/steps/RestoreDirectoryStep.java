package dev.understudy.steps;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.archive.RecoveryTarget;
import dev.understudy.archive.RestoreChoice;
import dev.understudy.common.Json;
import dev.understudy.common.PreconditionException;
import dev.understudy.common.Shell;
import dev.understudy.host.Command;
import dev.understudy.wal.Lsn;
import dev.understudy.workflow.Change;
import dev.understudy.workflow.Probe;
import dev.understudy.workflow.Reversibility;
import dev.understudy.workflow.StepContext;
import dev.understudy.workflow.StepType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Chooses the backup, proves that the target can be reached from it and that there is room, and
 * makes the directory for it, marked with the run.
 */
final class RestoreDirectoryStep implements StepType {
  private static final Duration LIMIT = Duration.ofMinutes(2);
  private static final long SPARE = 256L << 20;

  private static final String LOOK =
      """
      state=absent
      if [ -L "$base" ]; then state=link
      elif [ -d "$base" ]; then
        state=empty
        [ -z "$(ls -A "$base")" ] || state=used
      elif [ -e "$base" ]; then state=file
      fi
      parent=no; [ ! -d "$(dirname "$base")" ] || parent=yes
      near=$base
      while [ ! -d "$near" ]; do near=$(dirname "$near"); done
      passable=no; ! runuser -u "$owner" -- test -x "$near" || passable=yes
      inside=no up=$(realpath "$near")
      while [ "$up" != / ]; do
        [ ! -f "$up/PG_VERSION" ] || inside=yes
        up=$(dirname "$up")
      done
      """;

  private static final String REPORT =
      """
      marked=no; [ ! -f "$base/$mark" ] || marked=yes
      [ "$(head -n 1 "$base/$mark" 2>/dev/null)" != "$run" ] || marked=ours
      printf '{"state":"%s","inside":"%s","parent":"%s","passable":"%s","marked":"%s","free":%s}' \
        "$state" "$inside" "$parent" "$passable" "$marked" \
        "$(df -B1 --output=avail "$near" | tail -n 1 | tr -d ' ')"
      """;

  /**
   * The mark comes first, since without it the directory would be nobody's, and says at the end
   * that nothing else is missing.
   */
  private static final String MAKE =
      """
      if [ "$state" = used ] && [ "$again" = yes ] && [ -f "$base/$mark" ]; then
        [ -z "$postmaster" ] || [ "$own" = no ] || refuse "a server runs in $data"
        [ -z "$postmaster" ] \
          || runuser -u "$owner" -- "$bin/pg_ctl" -s -w -m immediate -D "$data" stop </dev/null
        runuser -u "$owner" -- find "$base/" -xdev -mindepth 1 ! -path "$base/$mark" -delete
        rm -f "$base/$mark"
        state=empty
      elif [ "$state" = used ] && [ "$(head -n 1 "$base/$mark" 2>/dev/null)" = "$run" ]; then
        state=empty
      fi
      case $state in
        absent|empty) ;;
        *) refuse "$base is not empty, or no directory";;
      esac
      [ "$parent" = yes ] || refuse "$(dirname "$base") is not there"
      [ "$inside" = no ] || refuse "$base is inside a data directory"
      install -d -m 0700 "$base"
      printf '%s\\n' "$run" "$label" "$size" >"$base/$mark.new"
      sync "$base/$mark.new"
      mv -T "$base/$mark.new" "$base/$mark"
      chown -h "$owner:" "$base"
      for dir in data tablespaces spool lock; do
        [ "$dir" != data ] || [ "$own" = no ] || continue
        install -d -o "$owner" -g "$owner" -m 0700 "$base/$dir"
      done
      sync "$base" "$(dirname "$base")"
      printf '%s\\n' "$run" "$label" "$size" made >"$base/$mark.new"
      sync "$base/$mark.new"
      mv -T "$base/$mark.new" "$base/$mark"
      sync "$base"
      """;

  /** Only what this run has made, and no server works in; as the user whose files they are. */
  private static final String REMOVE =
      """
      [ -e "$base" ] || exit 0
      [ "$(head -n 1 "$base/$mark" 2>/dev/null)" = "$run" ] || exit 0
      for proc in /proc/[0-9]*; do
        case $(readlink "$proc/cwd" 2>/dev/null || true) in
          "$base"|"$base"/*) refuse "process ${proc#/proc/} works in $base";;
        esac
      done
      runuser -u "$owner" -- find "$base/" -xdev -mindepth 1 ! -path "$base/$mark" -delete
      rm -f "$base/$mark"
      rmdir "$base"
      sync "$(dirname "$base")"
      """;

  private final Sites sites;

  /** By run, what its probe chose: asking the archive takes longer than all else here. */
  private final Map<String, RestoreChoice> chosen = new ConcurrentHashMap<>();

  RestoreDirectoryStep(Sites sites) {
    this.sites = sites;
  }

  @Override
  public String name() {
    return "restore.directory";
  }

  @Override
  public Reversibility reversibility() {
    return Reversibility.REVERSIBLE;
  }

  @Override
  public Probe probe(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    Optional<Probe> recorded = place.recorded();
    if (recorded.isPresent()) {
      return recorded.get();
    }
    Optional<String> noted = place.noted(RestorePlace.MARK).filter(RestoreDirectoryStep::made);
    if (noted.isPresent()) {
      return Probe.met(Map.of("directory", place.base(), "backup", label(noted.get())));
    }
    RestoreChoice choice = choose(place, context);
    if (!context.planning()) {
      chosen.put(context.runId(), choice);
    }
    return new Probe.NotMet(
        List.of(Change.of("directory", place.base(), "", words(choice, context))),
        evidence(choice));
  }

  @Override
  public void apply(StepContext context) {
    RestorePlace place = RestorePlace.of(sites, context);
    RestoreChoice probed = chosen.remove(context.runId());
    RestoreChoice choice = probed != null ? probed : choose(place, context);
    if (place.own()) {
      sites.standby(context);
    }
    String script =
        "set -eu\nlabel=%s\nsize=%d\nagain=%s\n"
                .formatted(
                    Shell.quote(choice.backup().label()),
                    choice.backup().size(),
                    place.drill() || place.own() ? "yes" : "no")
            + making(place.variables());
    RemoteRefusal.orThrow(
        place.node().host().run(Command.script(script).asRoot().under(context.fence())),
        "make " + place.base(),
        "name a directory that is not there yet, or empty");
  }

  /** Shell that makes the directory, also where an attempt before it was broken off. */
  static String making(String variables) {
    return variables + RemoteRefusal.SHELL + LOOK + RestoredControl.PROCESS + MAKE;
  }

  @Override
  public void undo(StepContext context) {
    remove(RestorePlace.of(sites, context), context);
  }

  /** Removes what the run has made. */
  static void remove(RestorePlace place, StepContext context) {
    String script = "set -eu\n" + place.variables() + RemoteRefusal.SHELL + REMOVE;
    RemoteRefusal.orThrow(
        place
            .node()
            .host()
            .run(Command.script(script).asRoot().within(LIMIT).under(context.fence())),
        "remove " + place.base(),
        "stop what runs there, then resume the run");
  }

  private static boolean made(String mark) {
    return mark.lines().skip(3).anyMatch("made"::equals);
  }

  /** The label of the backup that a mark names. */
  static String label(String mark) {
    return mark.lines().skip(1).findFirst().orElse("");
  }

  /** The size of the cluster in the backup that a mark names, in bytes. */
  static long size(String mark) {
    return mark.lines().skip(2).findFirst().map(Long::parseLong).orElse(-1L);
  }

  private RestoreChoice choose(RestorePlace place, StepContext context) {
    if (place.own()) {
      sites.standby(context);
    }
    if (!RestorePlace.usable(place.base())) {
      throw new PreconditionException(
          place.node().name(),
          "cannot restore into " + place.base(),
          "an absolute path of at most 90 letters, digits and '._-/'");
    }
    Optional<String> label =
        Optional.ofNullable(context.inputs().get("set")).filter(set -> !set.isEmpty());
    RestoreChoice choice = new RestoreArchive(place).choose(judged(place, context), label);
    requireFit(place, choice);
    return choice;
  }

  /** Where the point of a drill lies is known; where another restore point does, nobody can say. */
  private RecoveryTarget judged(RestorePlace place, StepContext context) {
    return place
        .site()
        .registry()
        .drillMarker(context.runId())
        .<RecoveryTarget>map(marker -> new RecoveryTarget.Position(Lsn.parse(marker.lsn())))
        .orElseGet(() -> RestorePlace.target(sites, context));
  }

  private static void requireFit(RestorePlace place, RestoreChoice choice) {
    String script = place.variables() + LOOK + REPORT;
    JsonNode found =
        Json.read(
            place
                .node()
                .host()
                .run(Command.script(script).asRoot())
                .orThrow("look at " + place.base())
                .stdout());
    String state = found.path("state").asText();
    String node = place.node().name();
    String marked = found.path("marked").asText();
    boolean earlier =
        marked.equals("ours") || (marked.equals("yes") && (place.drill() || place.own()));
    if (!state.equals("absent") && !state.equals("empty") && !earlier) {
      throw new PreconditionException(
          node,
          place.base() + " is not empty, or no directory",
          "name a directory that is not there yet, or empty; nothing is ever restored over data");
    }
    if (found.path("inside").asText().equals("yes")) {
      throw new PreconditionException(
          node, place.base() + " is inside a data directory", "name a directory elsewhere");
    }
    if (!found.path("parent").asText().equals("yes")
        || !found.path("passable").asText().equals("yes")) {
      throw new PreconditionException(
          node,
          "the directory above %s is not there, or %s may not enter it"
              .formatted(place.base(), place.owner()),
          "make it, or name another");
    }
    long needed = choice.backup().size() + choice.backup().size() / 10 + SPARE;
    if (found.path("free").asLong() < needed) {
      throw new PreconditionException(
          node,
          "has %d MiB free where %s is, the backup needs %d MiB"
              .formatted(found.path("free").asLong() >> 20, place.base(), needed >> 20),
          "make room, or name another directory");
    }
  }

  private String words(RestoreChoice choice, StepContext context) {
    return "the backup %s, recovered to %s"
        .formatted(choice.backup().label(), RestorePlace.target(sites, context).words());
  }

  private static Map<String, String> evidence(RestoreChoice choice) {
    Map<String, String> evidence = new LinkedHashMap<>();
    evidence.put("backup", choice.backup().label());
    evidence.put("taken", choice.backup().stopped().toString());
    choice
        .until()
        .ifPresent(
            window -> evidence.put("WAL until", window.to() + ", stored " + window.latest()));
    return evidence;
  }
}
