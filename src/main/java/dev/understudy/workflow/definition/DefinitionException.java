package dev.understudy.workflow.definition;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.List;
import java.util.stream.Collectors;

/** A workflow file cannot be used; all its mistakes are in the message, one a line. */
public final class DefinitionException extends UnderstudyException {
  private final transient List<DefinitionProblem> problems;

  public DefinitionException(String file, List<DefinitionProblem> problems) {
    super(
        ErrorClass.CONFIGURATION,
        file,
        problems.stream().map(DefinitionProblem::toString).collect(Collectors.joining("\n")),
        "correct the workflow file",
        null);
    this.problems = List.copyOf(problems);
  }

  public List<DefinitionProblem> problems() {
    return problems;
  }
}
