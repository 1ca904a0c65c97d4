package dev.understudy.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import picocli.CommandLine;

/** Puts the commands together. */
final class Commands {
  private static final String HELP = "help";

  private Commands() {}

  /**
   * Reading what all commands take needs longer than most of them run; so where the first word is
   * one of them, it is read alone.
   */
  static CommandLine assemble(UnderstudyCommand root, Context context, List<String> words) {
    CommandLine line = new CommandLine(root);
    Map<String, Supplier<Object>> commands = commands(context);
    String first = words.isEmpty() ? "" : words.get(0);
    if (commands.containsKey(first) && !first.equals(HELP)) {
      line.addSubcommand(commands.get(first).get());
    } else {
      commands.values().forEach(command -> line.addSubcommand(command.get()));
    }
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.surroundings().terminal().colours()
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    line.setUsageHelpLongOptionsMaxWidth(24);
    return line;
  }

  /** By their names, in the order of the help. */
  private static Map<String, Supplier<Object>> commands(Context context) {
    Following following = new Following(context);
    Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
    commands.put("init", () -> new InitCommand(context));
    commands.put("plan", () -> new PlanCommand(context));
    commands.put("provision", () -> new ProvisionCommand(context, following));
    commands.put("status", () -> new StatusCommand(context));
    commands.put("check", () -> new CheckCommand(context));
    commands.put("findings", () -> new FindingsCommand(context));
    commands.put("acknowledge", () -> new AcknowledgeCommand(context));
    commands.put("silence", () -> new SilenceCommand(context));
    commands.put("silences", () -> new SilencesCommand(context));
    commands.put("unsilence", () -> new UnsilenceCommand(context));
    commands.put("maintenance", () -> new MaintenanceCommand(context));
    commands.put("backups", () -> new BackupsCommand(context));
    commands.put("watch", () -> new WatchCommand(context));
    commands.put("explain", () -> new ExplainCommand(context));
    commands.put("history", () -> new HistoryCommand(context));
    commands.put("runs", () -> new RunsCommand(context));
    commands.put("run", () -> run(context, following));
    commands.put("switchover", () -> new SwitchoverCommand(context, following));
    commands.put("failover", () -> new FailoverCommand(context, following));
    commands.put("rejoin", () -> new RejoinCommand(context, following));
    commands.put("remove-node", () -> new RemoveNodeCommand(context, following));
    commands.put("copy-anew", () -> new CopyAnewCommand(context, following));
    commands.put("restore", () -> new RestoreCommand(context, following));
    commands.put("drill", () -> new DrillCommand(context, following));
    commands.put("ship-missing", () -> new ShipMissingCommand(context, following));
    commands.put("detach", () -> new DetachCommand(context, following));
    commands.put("take-over", () -> new TakeOverCommand(context));
    commands.put("prune", () -> new PruneCommand(context));
    commands.put("backup", () -> new BackupCommand(context, following));
    commands.put("schedules", () -> new SchedulesCommand(context));
    commands.put("serve", () -> new ServeCommand(context));
    commands.put("doctor", () -> new DoctorCommand(context));
    commands.put("reload", () -> new ReloadCommand(context));
    commands.put("token", () -> token(context));
    commands.put("store", () -> store(context));
    commands.put("notify", () -> notifications(context));
    commands.put(HELP, HelpCommand::new);
    return commands;
  }

  private static CommandLine token(Context context) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new TokenAddCommand(context))
        .addSubcommand(new TokenListCommand(context))
        .addSubcommand(new TokenRevokeCommand(context));
  }

  private static CommandLine store(Context context) {
    return new CommandLine(new StoreCommand())
        .addSubcommand(new StoreBackupCommand(context))
        .addSubcommand(new StoreRestoreCommand(context));
  }

  private static CommandLine notifications(Context context) {
    return new CommandLine(new NotifyCommand())
        .addSubcommand(new NotifyListCommand(context))
        .addSubcommand(new NotifyTestCommand(context));
  }

  private static CommandLine run(Context context, Following following) {
    return new CommandLine(new RunCommand())
        .addSubcommand(new RunShowCommand(context))
        .addSubcommand(new RunPauseCommand(context))
        .addSubcommand(new RunResumeCommand(context, following))
        .addSubcommand(new RunCancelCommand(context, following))
        .addSubcommand(new RunRetryCommand(context, following))
        .addSubcommand(new RunSkipCommand(context, following));
  }
}
