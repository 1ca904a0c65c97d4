package dev.understudy.cli;

import picocli.CommandLine;

/** Puts the commands together. */
final class Commands {
  private Commands() {}

  static CommandLine assemble(UnderstudyCommand root, Context context) {
    Following following = new Following(context);
    CommandLine line =
        new CommandLine(root)
            .addSubcommand(new InitCommand(context))
            .addSubcommand(new PlanCommand(context))
            .addSubcommand(new ProvisionCommand(context, following))
            .addSubcommand(new StatusCommand(context))
            .addSubcommand(new CheckCommand(context))
            .addSubcommand(new BackupsCommand(context))
            .addSubcommand(new WatchCommand(context))
            .addSubcommand(new RunsCommand(context))
            .addSubcommand(run(context, following))
            .addSubcommand(new RemoveNodeCommand(context, following))
            .addSubcommand(new CopyAnewCommand(context, following))
            .addSubcommand(new RestoreCommand(context, following))
            .addSubcommand(new DrillCommand(context, following))
            .addSubcommand(new ShipMissingCommand(context, following))
            .addSubcommand(new DetachCommand(context, following))
            .addSubcommand(new TakeOverCommand(context))
            .addSubcommand(new PruneCommand(context))
            .addSubcommand(new BackupCommand(context, following))
            .addSubcommand(new SchedulesCommand(context))
            .addSubcommand(new ServeCommand(context))
            .addSubcommand(token(context))
            .addSubcommand(new HelpCommand());
    line.setColorScheme(
        CommandLine.Help.defaultColorScheme(
            context.surroundings().terminal().colours()
                ? CommandLine.Help.Ansi.ON
                : CommandLine.Help.Ansi.OFF));
    line.setUsageHelpLongOptionsMaxWidth(24);
    return line;
  }

  private static CommandLine token(Context context) {
    return new CommandLine(new TokenCommand())
        .addSubcommand(new TokenAddCommand(context))
        .addSubcommand(new TokenListCommand(context))
        .addSubcommand(new TokenRevokeCommand(context));
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
