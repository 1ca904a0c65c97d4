package dev.understudy.cli;

import dev.understudy.archive.StoreCopies.Copy;
import dev.understudy.config.Configuration;
import dev.understudy.service.StoreInArchive;
import dev.understudy.store.StoreBackup;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "backup",
    description = {
      "Write the store, the passwords and keys beside it, tokens and own workflows into one file.",
      "A service may run meanwhile. The file holds secrets; only its owner may read it.",
      "Into an archive it goes encrypted with service.store_backup.passphrase."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  understudy store backup /backup/understudy-$(date +%F).zip",
      "  understudy store backup --to-archive orders"
    })
final class StoreBackupCommand implements Callable<Integer> {
  private final Context context;

  @ArgGroup(multiplicity = "1")
  Target target = new Target();

  /** One of them. */
  static final class Target {
    @Parameters(paramLabel = "FILE", description = "Must not exist.")
    @Nullable Path file;

    @Option(
        names = "--to-archive",
        paramLabel = "CLUSTER",
        description = "Into the archive of this cluster, which is in a bucket.")
    @Nullable String archive;
  }

  StoreBackupCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() {
    Configuration configuration = context.configured();
    if (target.archive != null) {
      Copy copy = new StoreInArchive(configuration, target.archive).backUp(Instant.now());
      String words = "In the archive of " + target.archive + ", encrypted: ";
      print(Map.of("cluster", target.archive, "bytes", copy.bytes()), words + bytes(copy.bytes()));
      return ExitCode.DONE;
    }
    Path file = target.file;
    long size = new StoreBackup(configuration.data()).write(file);
    print(
        Map.of("file", file.toString(), "bytes", size),
        file + ": " + bytes(size) + " It holds secrets.");
    return ExitCode.DONE;
  }

  private static String bytes(long size) {
    return Human.bytes(size) + ".";
  }

  private void print(Map<String, Object> json, String words) {
    Output output = context.output();
    if (output.json()) {
      output.printJson(json);
    } else {
      output.print(words);
    }
  }
}
