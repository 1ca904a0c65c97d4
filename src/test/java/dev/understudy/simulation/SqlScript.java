package dev.understudy.simulation;

import dev.understudy.host.Command;
import dev.understudy.host.CommandResult;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A simulated psql. */
final class SqlScript {
  private SqlScript() {}

  static CommandResult run(Machine machine, Command command) {
    if (!command.user().equals(Optional.of("postgres"))) {
      throw machine.world().fault("psql as " + command.user());
    }
    String input = new String(command.input(), StandardCharsets.UTF_8);
    boolean secret = input.contains("SET log_statement = 'none';");
    String sql = input.replaceFirst("\\A(?:SET [^\n]*;\n)*", "");
    Optional<CommandResult> restored = RestoreScripts.sql(machine, command, sql);
    if (restored.isPresent()) {
      return restored.get();
    }
    if (machine.server().isEmpty()) {
      return Answers.failed(machine, 2, "psql: error: connection failed: No such file\n");
    }
    try {
      return Answers.ok(machine, answer(machine, command, sql, secret));
    } catch (SqlError e) {
      return Answers.failed(machine, 3, e.words());
    }
  }

  private static String answer(Machine machine, Command command, String sql, boolean secret) {
    Server server = machine.server().orElseThrow();
    DataDirectory data = machine.ownData().orElseThrow();
    Replication replication = new Replication(machine.world());
    Optional<String> rows = new SqlQuestions(machine, server, data, replication).answer(sql);
    if (rows.isPresent() == command.fence().isPresent()) {
      throw machine.world().fault(machine.name() + ": fence and SQL do not fit: " + sql);
    }
    @Nullable String done =
        rows.isPresent()
            ? rows.get()
            : new SqlStatements(machine, server, data, replication).execute(sql, secret);
    if (done == null) {
      throw machine.world().fault(machine.name() + ": unknown SQL: " + sql);
    }
    return done;
  }
}
