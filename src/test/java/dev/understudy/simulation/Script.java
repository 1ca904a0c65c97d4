package dev.understudy.simulation;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * A script that the product sends, and what it does to a simulated machine.
 *
 * @param fits tells it from all others
 */
record Script(Predicate<String> fits, Kind kind, BiFunction<Machine, Command, CommandResult> act) {
  /** What a script needs an authority for. */
  enum Kind {
    LOOK,
    CHANGE,
    /** The guard's own commands bring their authority as arguments. */
    GUARD,
    /** Its text decides. */
    SQL
  }

  static Script look(String mark, BiFunction<Machine, Command, CommandResult> act) {
    return new Script(text -> text.contains(mark), Kind.LOOK, act);
  }

  static Script change(String mark, BiFunction<Machine, Command, CommandResult> act) {
    return new Script(text -> text.contains(mark), Kind.CHANGE, act);
  }
}
