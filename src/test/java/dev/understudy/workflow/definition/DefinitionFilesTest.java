package dev.understudy.workflow.definition;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DefinitionFilesTest {
  @TempDir Path temporary;
  private Path own;
  private URLClassLoader packaged;

  @BeforeEach
  void packAJar() throws IOException {
    own = temporary.resolve("data/workflows");
    Path jar = temporary.resolve("packed.jar");
    try (OutputStream file = Files.newOutputStream(jar);
        JarOutputStream out = new JarOutputStream(file)) {
      out.putNextEntry(new JarEntry("workflows/"));
      out.putNextEntry(new JarEntry("workflows/packed.yaml"));
      out.write(text("packed", "packaged").getBytes(StandardCharsets.UTF_8));
      out.putNextEntry(new JarEntry("workflows/deeper/hidden.yaml"));
    }
    packaged = new URLClassLoader(new URL[] {jar.toUri().toURL()}, null);
  }

  @AfterEach
  void closeJar() throws IOException {
    packaged.close();
  }

  private static String text(String name, String description) {
    return "name: "
        + name
        + "\ndescription: "
        + description
        + "\nsteps: [{id: a, uses: command}]\n";
  }

  private DefinitionFiles files() {
    return new DefinitionFiles(packaged, own, Set.of("command"));
  }

  @Test
  void readsWhatIsPackaged() {
    assertThat(files().names()).containsExactly("packed");
    assertThat(files().get("packed").description()).isEqualTo("packaged");
    assertThat(files().get("packed").source()).isEqualTo("workflows/packed.yaml");
  }

  @Test
  void letsTheUsersFileReplaceThePackagedOne() throws IOException {
    Files.createDirectories(own);
    DefinitionFiles files = files();
    assertThat(files.get("packed").description()).isEqualTo("packaged");
    Files.writeString(own.resolve("packed.yaml"), text("packed", "mine"));
    Files.writeString(own.resolve("more.yaml"), text("more", "mine too"));

    assertThat(files.get("packed").description()).isEqualTo("mine");
    assertThat(files.names()).containsExactly("more", "packed");
  }

  @Test
  void refusesAFileWhoseNameIsNotTheWorkflows() throws IOException {
    Files.createDirectories(own);
    Files.writeString(own.resolve("more.yaml"), text("less", ""));

    assertThatThrownBy(() -> files().get("more"))
        .isInstanceOf(DefinitionException.class)
        .hasMessageContaining("\"name\" must be more too");
  }

  @Test
  void namesTheNearestWorkflowAndStaysInItsDirectory() throws IOException {
    Files.createDirectories(own);
    Files.writeString(temporary.resolve("data/outside.yaml"), text("outside", ""));

    assertThatThrownBy(() -> files().get("paked"))
        .isInstanceOf(UnderstudyException.class)
        .hasMessage("there is no workflow paked; did you mean \"packed\"?");
    assertThatThrownBy(() -> files().get("../outside"))
        .isInstanceOf(UnderstudyException.class)
        .hasMessageContaining("there is no workflow");
  }

  @Test
  void oneBrokenFileDoesNotHarmTheOthers() throws IOException {
    Files.createDirectories(own);
    Files.writeString(own.resolve("broken.yaml"), "name: [");

    assertThat(files().get("packed").name()).isEqualTo("packed");
    assertThatThrownBy(() -> files().get("broken"))
        .hasMessageContaining(own.resolve("broken.yaml") + ":");
  }
}
