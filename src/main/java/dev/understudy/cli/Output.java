package dev.understudy.cli;

import dev.understudy.common.Json;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Where commands print: what was asked for on one side, remarks and errors on the other. */
final class Output {
  private final Surroundings surroundings;
  private final UnderstudyCommand options;

  Output(Surroundings surroundings, UnderstudyCommand options) {
    this.surroundings = surroundings;
    this.options = options;
  }

  /** Of what goes to standard output. */
  Style style() {
    Terminal terminal = surroundings.terminal();
    return new Style(terminal.colours() && !options.plainColours, terminal.unicode());
  }

  /** Of what goes to standard error. */
  Style errorStyle() {
    Terminal terminal = surroundings.terminal();
    return new Style(terminal.errorColours() && !options.plainColours, terminal.unicode());
  }

  boolean json() {
    return options.json;
  }

  void print(List<String> lines) {
    lines.forEach(surroundings.out()::println);
    surroundings.out().flush();
  }

  void print(String line) {
    print(List.of(line));
  }

  void remark(String line) {
    surroundings.err().println(line);
    surroundings.err().flush();
  }

  void printJson(Object value) {
    print(Json.write(value));
  }

  PrintStream out() {
    return surroundings.out();
  }

  PrintStream err() {
    return surroundings.err();
  }

  PrintWriter outWriter() {
    return new PrintWriter(surroundings.out(), true, StandardCharsets.UTF_8);
  }

  PrintWriter errWriter() {
    return new PrintWriter(surroundings.err(), true, StandardCharsets.UTF_8);
  }

  void flush() {
    surroundings.out().flush();
    surroundings.err().flush();
  }
}
