package dev.understudy.config;

import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.Node;

/** Turns text into nodes that know their place, and errors of the syntax into problems. */
final class YamlText {
  private final Problems problems;

  YamlText(Problems problems) {
    this.problems = problems;
  }

  Optional<Node> compose(String text) {
    LoadSettings settings =
        LoadSettings.builder()
            .setAllowDuplicateKeys(true)
            .setAllowNonScalarKeys(true)
            .setUseMarks(true)
            .build();
    try {
      Optional<Node> root = new Compose(settings).composeString(text);
      if (root.isEmpty() || Section.isNull(root.get())) {
        problems.add(1, 1, "the file holds no configuration; expected the keys ssh and clusters");
        return Optional.empty();
      }
      return root;
    } catch (MarkedYamlEngineException e) {
      marked(e);
    } catch (ReaderException e) {
      unprintable(text, e);
    } catch (YamlEngineException e) {
      problems.add(1, 1, "the file is not YAML; expected YAML 1.2");
    } catch (StackOverflowError e) {
      problems.add(1, 1, "the file is nested too deeply; expected the keys ssh and clusters");
    }
    return Optional.empty();
  }

  private void marked(MarkedYamlEngineException e) {
    Mark mark = e.getProblemMark().or(e::getContextMark).orElseThrow();
    String what = e.getProblem().replaceAll("\\s+", " ").strip();
    String context = e.getContext() == null ? "" : e.getContext().strip() + ": ";
    problems.add(mark, "not YAML: " + context + what, "YAML 1.2");
  }

  private void unprintable(String text, ReaderException e) {
    String before = text.substring(0, text.offsetByCodePoints(0, e.getPosition()));
    int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
    int column = before.length() - before.lastIndexOf('\n');
    problems.add(line, column, "a character that YAML does not allow; expected printable text");
  }
}
