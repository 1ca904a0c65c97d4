package dev.understudy.workflow.definition;

/**
 * One mistake in a workflow file.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param message what is wrong and what is expected
 */
public record DefinitionProblem(String file, int line, int column, String message) {
  @Override
  public String toString() {
    return file + ":" + line + ":" + column + ": " + message;
  }
}
