package dev.understudy.lab;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** What the lab's proofs need to know of the workflows that are shipped. */
final class WorkflowFile {
  private static final Pattern STEP = Pattern.compile("(?m)^  - id: (\\S+)$");

  private WorkflowFile() {}

  /** The ids of a workflow's steps. */
  static List<String> steps(String workflow) {
    try {
      String text = Files.readString(Path.of("workflows", workflow + ".yaml"));
      return STEP.matcher(text).results().map((MatchResult step) -> step.group(1)).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
