package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.api.KeptCopy;
import dev.understudy.common.Json;
import dev.understudy.config.ConfigurationTemplate;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OtherCommandsTest {
  @TempDir Path directory;
  private Cli cli;

  @BeforeEach
  void cli() throws IOException {
    cli = new Cli(directory);
  }

  @Test
  void initWritesTheTemplateAndReplacesNothingUnasked() throws IOException {
    Path target = directory.resolve("new.yaml");
    assertThat(cli.run("init", target.toString())).isZero();
    assertThat(target).hasContent(ConfigurationTemplate.text());
    assertThat(cli.out()).contains("understudy plan orders");

    Files.writeString(target, "mine");
    assertThat(cli.run("init", target.toString())).isEqualTo(1);
    assertThat(cli.err()).contains("is there already").contains("--force");
    assertThat(target).hasContent("mine");

    assertThat(cli.run("init", "--force", target.toString())).isZero();
    assertThat(target).hasContent(ConfigurationTemplate.text());
    assertThat(cli.opened).isZero();
  }

  @Test
  void initInADirectoryThatIsNotThereSaysSo() {
    assertThat(cli.run("init", directory.resolve("a/b.yaml").toString())).isEqualTo(1);

    assertThat(cli.err()).contains("cannot be written").doesNotContain("\tat ");
  }

  @Test
  void takeOverNamesTheFormerOwners() {
    assertThat(cli.run("take-over", "orders")).isZero();

    assertThat(cli.out())
        .contains("This installation (5d1c)")
        .contains("alpha  77aa")
        .contains("bravo  nobody");
  }

  @Test
  void backupTakesAnIncrementalOneUnlessToldOtherwise() {
    cli.understudy.detail = Samples.run("done");
    assertThat(cli.run("backup", "orders", "--no-follow")).isZero();
    assertThat(cli.run("backup", "orders", "--full", "--no-follow")).isZero();
    cli.understudy.plan = Samples.plan();
    assertThat(cli.run("backup", "orders", "--full", "--dry-run")).isZero();
    assertThat(cli.run("backup", "orders", "--full", "--incremental")).isEqualTo(64);

    assertThat(cli.understudy.asked)
        .containsExactly(
            "backup orders incremental", "backup orders full", "plan backup orders full");
  }

  @Test
  void pruneListsAndRemovesOnlyWithYes() {
    cli.understudy.copies.add(
        new KeptCopy("bravo", "/data.understudy-1", 3L << 30, Cli.NOW, "run 4f2a"));

    assertThat(cli.run("prune", "orders")).isZero();
    assertThat(cli.out())
        .contains("bravo  3.0 GiB  2026-11-24T21:40:00Z  /data.understudy-1  run 4f2a")
        .contains("understudy prune orders --yes");
    assertThat(cli.understudy.asked).containsExactly("kept-copies orders");

    assertThat(cli.run("prune", "orders", "--yes", "--json")).isZero();
    assertThat(cli.understudy.asked).endsWith("kept-copies orders", "prune orders 1");
    assertThat(Json.read(cli.out()).get("removed").asBoolean()).isTrue();
  }

  @Test
  void serveRunsUntilItIsClosed() {
    cli.understudy.whileFollowing = () -> cli.onInterrupt.get(0).run();

    assertThat(cli.run("serve")).isZero();

    assertThat(cli.understudy.asked).containsExactly("serve");
    assertThat(cli.understudy.closed).isEqualTo(2);
    assertThat(cli.onInterrupt).isEmpty();
  }
}
