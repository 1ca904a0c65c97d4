package dev.understudy.config;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.util.List;
import java.util.stream.Collectors;

/** A configuration file cannot be used. Its message holds a line for each problem. */
public final class ConfigurationException extends UnderstudyException {
  private final transient List<ConfigurationProblem> problems;

  /**
   * @param file the file's name, as the user gave it
   * @param problems all that is wrong, in the order of the file
   */
  public ConfigurationException(String file, List<ConfigurationProblem> problems) {
    super(
        ErrorClass.CONFIGURATION,
        file,
        problems.stream().map(problem -> problem.at(file)).collect(Collectors.joining("\n")),
        "correct the file; docs/configuration.md describes every key",
        null);
    this.problems = List.copyOf(problems);
  }

  /** The file as a whole cannot be read. */
  public ConfigurationException(String file, String message, String remedy) {
    super(ErrorClass.CONFIGURATION, file, message, remedy, null);
    this.problems = List.of();
  }

  /** Empty when the file as a whole could not be read. */
  public List<ConfigurationProblem> problems() {
    return problems;
  }
}
