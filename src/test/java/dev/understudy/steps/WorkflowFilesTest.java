package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.workflow.StepType;
import dev.understudy.workflow.definition.Definition;
import dev.understudy.workflow.definition.DefinitionFiles;
import dev.understudy.workflow.definition.StepSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged workflows and the step types fit together. */
class WorkflowFilesTest {
  /** For workflows of the user's own; described in the documents. */
  private static final Set<String> USERS = Set.of("command", "sql");

  private static final Set<String> SELECTORS =
      Set.of("all", "primary", "standbys", "leaving", "named", "remaining", "service");

  @TempDir Path directory;

  @Test
  void useEveryStepTypeAndNoOther() {
    try (SiteRig rig = new SiteRig(directory)) {
      Map<String, StepType> types = rig.types();
      Set<String> used = new TreeSet<>(USERS);
      definitions(types).stream()
          .flatMap(definition -> definition.steps().stream())
          .forEach(step -> used.add(step.uses()));
      assertThat(used).isEqualTo(types.keySet());
    }
  }

  @Test
  void areForNodesThatThereAre() {
    try (SiteRig rig = new SiteRig(directory)) {
      assertThat(
              definitions(rig.types()).stream()
                  .flatMap(definition -> definition.steps().stream())
                  .map(StepSpec::selector))
          .isNotEmpty()
          .isSubsetOf(SELECTORS);
    }
  }

  @Test
  void stepTypesOfUsersAreDescribed() throws IOException {
    String documents = Files.readString(Path.of("docs/workflows.md"));
    for (String type : USERS) {
      assertThat(documents).contains("`" + type + "`");
    }
  }

  private List<Definition> definitions(Map<String, StepType> types) {
    DefinitionFiles files =
        new DefinitionFiles(
            StepTypes.class.getClassLoader(), directory.resolve("none"), types.keySet());
    List<Definition> all = files.names().stream().map(files::get).toList();
    assertThat(all).extracting(Definition::name).contains("provision", "detach", "remove-node");
    return all;
  }
}
