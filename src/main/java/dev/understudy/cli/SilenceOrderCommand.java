package dev.understudy.cli;

import dev.understudy.api.SilenceOrder;
import dev.understudy.api.SilenceView;
import dev.understudy.api.Understudy;
import java.time.Clock;
import java.util.List;
import picocli.CommandLine.Mixin;

/** A command that has findings not told for some time. */
abstract class SilenceOrderCommand extends ClusterQuestionCommand<List<SilenceView>> {
  @Mixin SilenceOptions options = new SilenceOptions();

  SilenceOrderCommand(Context context) {
    super(context);
  }

  abstract SilenceOrder order(Clock clock);

  @Override
  List<SilenceView> ask(Understudy understudy) {
    return understudy.silence(order(context.surroundings().clock()));
  }

  @Override
  void print(Output output, List<SilenceView> silences) {
    output.print(SilencesView.lines(output.style(), silences));
  }
}
