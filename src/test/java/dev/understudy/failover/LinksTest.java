package dev.understudy.failover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.failover.Circumstances.Surroundings;
import dev.understudy.postgres.SqlFailure;
import dev.understudy.watch.Reached;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Every combination of what is up and which way packets go, judged by the code that decides, is a
 * row of the table in docs/failure-modes.md. After a change {@code UNDERSTUDY_WRITE_DOCS=1} writes
 * the table anew; the change is then to be looked at.
 */
class LinksTest {
  private static final Path PAGE = Path.of("docs/failure-modes.md");
  private static final String BEGIN = "<!-- links: begin -->\n";
  private static final String END = "<!-- links: end -->\n";

  /** Which way packets go between two, the first being the one that asks. */
  private enum Link {
    UP("both ways"),
    DOWN("cut"),
    ONE_WAY("one way");

    private final String words;

    Link(String words) {
      this.words = words;
    }

    /** A question needs both ways. */
    boolean answers() {
      return this == UP;
    }
  }

  private enum Primary {
    RUNS("serves"),
    KILLED("PostgreSQL killed"),
    LOST("host lost");

    private final String words;

    Primary(String words) {
      this.words = words;
    }
  }

  /**
   * A standby.
   *
   * @param runs whether its host and server run
   * @param toService the link between the service and it
   * @param toPrimary the link between it and the primary
   */
  private record Standby(boolean runs, Link toService, Link toPrimary) {
    String words() {
      return runs
          ? "runs; to service %s, to primary %s".formatted(toService.words, toPrimary.words)
          : "down";
    }
  }

  private record World(Primary primary, Link toService, List<Standby> standbys) {}

  private static List<Standby> standbys() {
    List<Standby> all = new ArrayList<>();
    all.add(new Standby(false, Link.UP, Link.UP));
    for (Link toService : Link.values()) {
      for (Link toPrimary : Link.values()) {
        all.add(new Standby(true, toService, toPrimary));
      }
    }
    return all;
  }

  private static List<World> worlds(int nodes) {
    List<World> worlds = new ArrayList<>();
    for (Primary primary : Primary.values()) {
      for (Link toService : primary == Primary.LOST ? List.of(Link.UP) : List.of(Link.values())) {
        for (Standby one : standbys()) {
          if (nodes == 2) {
            worlds.add(new World(primary, toService, List.of(one)));
          } else {
            for (Standby other : standbys()) {
              worlds.add(new World(primary, toService, List.of(one, other)));
            }
          }
        }
      }
    }
    return worlds;
  }

  /** How it looks to the service when it has been so for a minute. */
  private static Scene scene(int count, World given) {
    Scene scene = Scene.of(count);
    scene.surroundings = Surroundings.SEEN;
    boolean seen = given.toService().answers() && given.primary() != Primary.LOST;
    if (!seen) {
      scene.silent("alpha", SqlFailure.TIMED_OUT, 60).hostSilent("alpha", 3);
    } else if (given.primary() == Primary.KILLED) {
      scene.silent("alpha", SqlFailure.REFUSED, 60).killed("alpha", 3);
    }
    for (int i = 0; i < given.standbys().size(); i++) {
      standby(scene, List.of("bravo", "charlie").get(i), given, given.standbys().get(i));
    }
    return scene;
  }

  private static void standby(Scene scene, String name, World world, Standby standby) {
    if (!standby.runs() || !standby.toService().answers()) {
      scene.silent(name, SqlFailure.TIMED_OUT, 60).hostSilent(name, 3);
      return;
    }
    boolean hears = world.primary() == Primary.RUNS && standby.toPrimary().answers();
    if (!hears) {
      scene.node(name).receives = false;
      scene.stuckSince.put(name, Scene.ago(60));
    }
    Reached reached =
        hears
            ? Reached.ACCEPTS
            : world.primary() == Primary.KILLED && standby.toPrimary().answers()
                ? Reached.REFUSED
                : Reached.NOTHING;
    scene.tried(name, "alpha", reached, 3);
  }

  private static String outcome(Verdict verdict) {
    if (verdict.startsFailover()) {
      return "fence alpha; with proof promote " + verdict.choice().node().orElseThrow();
    }
    return verdict.action() == Action.FAILOVER
        ? "alarm: " + String.join("; ", verdict.obstacles())
        : verdict.action().label();
  }

  /** Two nodes: a row each. */
  private static List<String> twoNodes() {
    List<String> lines = new ArrayList<>();
    lines.add("| primary alpha | service ↔ alpha | standby bravo | verdict | what happens |");
    lines.add("|---|---|---|---|---|");
    for (World world : worlds(2)) {
      Verdict verdict = scene(2, world).judge();
      lines.add(
          "| %s | %s | %s | `%s` | %s |"
              .formatted(
                  world.primary().words,
                  world.primary() == Primary.LOST ? "—" : world.toService().words,
                  world.standbys().get(0).words(),
                  verdict.code().label(),
                  outcome(verdict)));
    }
    return lines;
  }

  /** What a standby can contribute; all that do the same share a row of the table. */
  private static String kind(World world, Standby standby) {
    if (!standby.runs() || !standby.toService().answers()) {
      return "does not answer the service";
    }
    return world.primary() == Primary.RUNS && standby.toPrimary().answers()
        ? "hears alpha"
        : "hears nothing of alpha";
  }

  /** Three nodes: those of the 700 combinations that look alike put together. */
  private static List<String> threeNodes() {
    Map<String, Integer> counts = new LinkedHashMap<>();
    Map<String, String> verdicts = new TreeMap<>();
    for (World world : worlds(3)) {
      Verdict verdict = scene(3, world).judge();
      boolean seen = world.toService().answers() && world.primary() != Primary.LOST;
      List<String> kinds =
          world.standbys().stream().map(standby -> kind(world, standby)).sorted().toList();
      String key =
          "| %s | %s | %s; %s |"
              .formatted(
                  world.primary().words,
                  world.primary() == Primary.LOST ? "—" : seen ? "both ways" : "cut, or one way",
                  kinds.get(0),
                  kinds.get(1));
      String result = " `%s` | %s |".formatted(verdict.code().label(), plain(outcome(verdict)));
      counts.merge(key, 1, Integer::sum);
      String before = verdicts.putIfAbsent(key, result);
      assertThat(before == null ? result : before).as(key + " of " + world).isEqualTo(result);
    }
    List<String> lines = new ArrayList<>();
    lines.add(
        "| primary alpha | service ↔ alpha | the two standbys | combinations | verdict | what happens |");
    lines.add("|---|---|---|---|---|---|");
    counts.forEach((key, count) -> lines.add(key + " " + count + " |" + verdicts.get(key)));
    return lines;
  }

  private static String plain(String outcome) {
    return outcome.replaceAll(
        "promote (bravo|charlie)", "promote the one with most WAL that answers");
  }

  private static String table() {
    return BEGIN
        + "Two nodes, every combination:\n\n"
        + String.join("\n", twoNodes())
        + "\n\nThree nodes; combinations that look alike to the service share a row:\n\n"
        + String.join("\n", threeNodes())
        + "\n"
        + END;
  }

  @Test
  void thePageSaysWhatTheCodeDecides() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END) + END.length();
    assertThat(begin).isPositive();
    if ("1".equals(System.getenv("UNDERSTUDY_WRITE_DOCS"))) {
      Files.writeString(PAGE, page.substring(0, begin) + table() + page.substring(end));
    } else {
      assertThat(page.substring(begin, end)).isEqualTo(table());
    }
  }

  @Test
  void neverAFailoverWhileTheServiceOrAStandbySeesAPrimaryThatServes() {
    for (int nodes = 2; nodes <= 3; nodes++) {
      for (World world : worlds(nodes)) {
        boolean heard =
            world.toService().answers()
                || world.standbys().stream()
                    .anyMatch(s -> s.runs() && s.toService().answers() && s.toPrimary().answers());
        if (world.primary() == Primary.RUNS && heard) {
          Verdict verdict = scene(nodes, world).judge();
          assertThat(verdict.startsFailover()).as(world + " " + verdict).isFalse();
        }
      }
    }
  }
}
