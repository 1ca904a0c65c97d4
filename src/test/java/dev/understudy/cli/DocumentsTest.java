package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The documents name what there is, and lead where they say. */
class DocumentsTest {
  private static final Pattern COMMAND = Pattern.compile("(?m)^  ([a-z-]+) {2,}\\S");
  private static final Pattern STEP = Pattern.compile("(?m)^ *- id: *([a-z0-9_-]+)");
  private static final Pattern LINK = Pattern.compile("]\\(([^()\\s]+)\\)");
  private static final Pattern TEST_CLASS = Pattern.compile("`([A-Z]\\w*(?:Test|IT))`");
  private static final Pattern SOMEBODYS_PATH =
      Pattern.compile("(?<![\\w.>])/(home|root|work|tmp|Users)/|[A-Z]:\\\\");

  @TempDir Path directory;

  @Test
  void everyCommandIsDescribed() throws IOException {
    String page = Files.readString(Path.of("docs/commands.md"));
    Cli cli = new Cli(directory);

    List<String> commands = new ArrayList<>(commands(cli, "--help"));
    commands(cli, "run", "--help").forEach(command -> commands.add("run " + command));
    commands(cli, "token", "--help").forEach(command -> commands.add("token " + command));

    assertThat(commands).contains("plan", "take-over", "run show").hasSizeGreaterThan(15);
    commands.removeAll(List.of("run", "token"));
    assertThat(commands)
        .allSatisfy(command -> assertThat(page).containsPattern("(?m)^\\| `" + command + "[ `]"));
  }

  @Test
  void everyStepIsDescribed() throws IOException {
    String page = Files.readString(Path.of("docs/provisioning.md"));

    for (Path workflow : list(Path.of("workflows"), ".yaml")) {
      List<String> steps = all(STEP, Files.readString(workflow));
      assertThat(steps).as(workflow.toString()).isNotEmpty();
      assertThat(steps)
          .as("steps of " + workflow)
          .allSatisfy(step -> assertThat(page).contains("`" + step + "`"));
    }
  }

  @Test
  void everyStepOfProvisioningIsInItsTable() throws IOException {
    String page = Files.readString(Path.of("docs/provisioning.md"));
    List<String> steps = all(STEP, Files.readString(Path.of("workflows/provision.yaml")));

    assertThat(all(Pattern.compile("(?m)^\\| \\[`([a-z-]+)`]"), page)).isEqualTo(steps);
  }

  @Test
  void everyLinkLeadsSomewhere() throws IOException {
    for (Path document : documents()) {
      List<String> links = all(LINK, Files.readString(document));
      assertThat(links.stream().filter(link -> !link.contains("://")))
          .as("links of " + document)
          .allSatisfy(link -> assertLeadsSomewhere(document, link));
    }
  }

  @Test
  void everyTestThatIsNamedExists() throws IOException {
    List<String> named = new ArrayList<>();
    for (Path document : documents()) {
      named.addAll(all(TEST_CLASS, Files.readString(document)));
    }
    List<String> existing;
    try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
      existing = files.map(file -> file.getFileName().toString()).toList();
    }

    assertThat(named).hasSizeGreaterThan(30);
    assertThat(named).allSatisfy(name -> assertThat(existing).contains(name + ".java"));
  }

  @Test
  void noDocumentKnowsSomebodysMachine() throws IOException {
    for (Path document : documents()) {
      assertThat(Files.readString(document))
          .as("" + document)
          .doesNotContainPattern(SOMEBODYS_PATH);
    }
  }

  private static void assertLeadsSomewhere(Path document, String link) throws IOException {
    String[] parts = link.split("#", 2);
    Path target = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]).normalize();
    assertThat(target).exists();
    if (parts.length == 2) {
      assertThat(anchors(Files.readString(target))).contains(parts[1]);
    }
  }

  /** As GitHub makes them of headings. */
  private static List<String> anchors(String page) {
    return all(Pattern.compile("(?m)^#+ (.*)$"), page).stream()
        .map(heading -> heading.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9 _-]", ""))
        .map(heading -> heading.replace(' ', '-'))
        .toList();
  }

  private static List<String> commands(Cli cli, String... arguments) {
    assertThat(cli.run(arguments)).isZero();
    String help = cli.out();
    String list = help.substring(help.indexOf("Commands:"));
    return all(COMMAND, list.substring(0, list.indexOf("\n\n")));
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>(list(Path.of("docs"), ".md"));
    documents.addAll(List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md")));
    documents.add(Path.of("CHANGELOG.md"));
    return documents;
  }

  private static List<Path> list(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static List<String> all(Pattern pattern, String text) {
    return pattern.matcher(text).results().map(found -> found.group(1)).toList();
  }
}
