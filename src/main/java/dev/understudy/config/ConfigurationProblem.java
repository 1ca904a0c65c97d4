package dev.understudy.config;

/**
 * One thing that is wrong in a configuration file.
 *
 * @param line counted from 1
 * @param column counted from 1
 * @param text what is wrong, and what is expected; never a secret
 */
public record ConfigurationProblem(int line, int column, String text) {
  /** The problem with its place, as compilers print it. */
  public String at(String file) {
    return file + ":" + line + ":" + column + ": " + text;
  }
}
