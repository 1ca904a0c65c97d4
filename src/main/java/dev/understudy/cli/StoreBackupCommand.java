package dev.understudy.cli;

import dev.understudy.store.StoreBackup;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Write the store, the passwords and keys beside it, tokens and own workflows into one file.",
      "A service may run meanwhile. The file holds secrets; only its owner may read it."
    },
    footerHeading = "%nExamples:%n",
    footer = {"  understudy store backup /backup/understudy-$(date +%F).zip"})
final class StoreBackupCommand implements Callable<Integer> {
  private final Context context;

  @Parameters(paramLabel = "FILE", description = "Must not exist.")
  Path file = Path.of("");

  StoreBackupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    long size = new StoreBackup(context.configured().data()).write(file);
    Output output = context.output();
    if (output.json()) {
      output.printJson(Map.of("file", file.toString(), "bytes", size));
    } else {
      output.print(file + ": " + Human.bytes(size) + ". It holds secrets.");
    }
    return ExitCode.DONE;
  }
}
