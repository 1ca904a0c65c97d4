package dev.understudy.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The launcher in a small tree of its own, with a Java and a Maven that only record calls. */
class LauncherTest {
  @TempDir Path directory;
  private Path root;
  private Path builds;

  private record Ended(int code, String out, String err) {}

  @BeforeEach
  void tree() throws IOException {
    root = Files.createDirectories(directory.resolve("a tree"));
    builds = directory.resolve("builds");
    Files.createDirectories(root.resolve("src/main"));
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.copy(Path.of("understudy"), root.resolve("understudy"));
    script(root.resolve("understudy"), Files.readString(root.resolve("understudy")));
    script(
        directory.resolve("bin/mvn"),
        """
        #!/bin/sh
        echo build >> '%s'
        sleep 0.5
        [ -z "$BROKEN" ] || { echo 'no such symbol'; exit 1; }
        mkdir -p target && echo jar > target/understudy.jar
        """
            .formatted(builds));
    jdk("jdk", "17.0.1");
    age(root.resolve("pom.xml"), root.resolve("src/main"), root.resolve("src"));
  }

  private void jdk(String name, String version) throws IOException {
    Path home = directory.resolve(name);
    script(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        case "$*" in *ArchiveClasses*) exit 0;; esac
        echo "%s $*"
        """
            .formatted(version));
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    Files.writeString(home.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
  }

  private static void script(Path path, String text) throws IOException {
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
    assertThat(path.toFile().setExecutable(true)).isTrue();
  }

  private static void age(Path... paths) throws IOException {
    for (Path path : paths) {
      Files.setLastModifiedTime(path, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    }
  }

  private Process start(String javaHome, String broken, Path launcher, String... args)
      throws IOException {
    ProcessBuilder builder = new ProcessBuilder(launcher.toString());
    builder.command().addAll(List.of(args));
    builder.directory(directory.toFile());
    builder.environment().put("JAVA_HOME", directory.resolve(javaHome).toString());
    builder.environment().put("BROKEN", broken);
    String path = builder.environment().get("PATH");
    builder
        .environment()
        .put("PATH", directory.resolve("bin") + ":" + directory.resolve("jdk/bin") + ":" + path);
    return builder.start();
  }

  private static Ended end(Process process) {
    try {
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(process.waitFor(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Ended run(String... args) throws IOException {
    return end(start("jdk", "", root.resolve("understudy"), args));
  }

  @Test
  void aMissingJarIsBuiltAndTheArgumentsArePassedOn() throws IOException {
    Ended ended = run("plan", "two words", "");

    assertThat(ended.code()).isZero();
    assertThat(ended.err()).isEqualTo("building…\n");
    assertThat(ended.out())
        .startsWith("17.0.1 ")
        .contains("-Dunderstudy.terminal=no")
        .contains("-jar " + root + "/target/run/understudy.jar plan two words");
    assertThat(root.resolve("target/run/understudy.jar")).hasContent("jar");
  }

  @Test
  void aFreshJarIsUsedAndAnOldOneBuiltAgain() throws IOException {
    run("status");
    assertThat(run("status").err()).isEmpty();
    assertThat(builds).hasContent("build");

    Path source = Files.writeString(root.resolve("src/main/New.java"), "class New {}");
    Instant later = Instant.now().plusSeconds(2);
    Files.setLastModifiedTime(source, FileTime.from(later));

    assertThat(run("status").err()).isEqualTo("building…\n");
    assertThat(builds).hasContent("build\nbuild");
  }

  @Test
  void aJarThatMavenBuiltByItselfIsTakenAsItIs() throws IOException {
    Files.createDirectories(root.resolve("target"));
    Files.writeString(root.resolve("target/understudy.jar"), "made by hand");

    assertThat(run("status").code()).isZero();

    assertThat(root.resolve("target/run/understudy.jar")).hasContent("made by hand");
    assertThat(builds).doesNotExist();
  }

  @Test
  void startsAtTheSameTimeBuildOnce() throws IOException {
    List<Process> processes =
        List.of(
            start("jdk", "", root.resolve("understudy"), "one"),
            start("jdk", "", root.resolve("understudy"), "two"),
            start("jdk", "", root.resolve("understudy"), "three"));

    assertThat(processes.stream().map(LauncherTest::end))
        .allSatisfy(ended -> assertThat(ended.code()).isZero());
    assertThat(builds).hasContent("build");
  }

  @Test
  void itWorksThroughLinksFromAnywhere() throws IOException {
    Path near = Files.createSymbolicLink(directory.resolve("near"), Path.of("a tree/understudy"));
    Path far = Files.createSymbolicLink(directory.resolve("far"), near);

    Ended ended = end(start("jdk", "", far, "status"));

    assertThat(ended.code()).isZero();
    assertThat(ended.out()).contains(root + "/target/run/understudy.jar status");
  }

  @Test
  void aJavaThatIsTooOldIsPassedOver() throws IOException {
    jdk("old", "11.0.2");
    jdk("older", "1.8.0_402");

    assertThat(end(start("old", "", root.resolve("understudy"), "a")).out()).startsWith("17.0.1");
    assertThat(end(start("older", "", root.resolve("understudy"), "a")).out()).startsWith("17.0.1");
  }

  @Test
  void aBuildThatFailsShowsWhy() throws IOException {
    Ended ended = end(start("jdk", "yes", root.resolve("understudy"), "status"));

    assertThat(ended.code()).isEqualTo(1);
    assertThat(ended.err()).contains("no such symbol", "error: the build failed", "remedy: ");
    assertThat(ended.out()).isEmpty();
  }
}
