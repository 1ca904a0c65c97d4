package dev.understudy.steps;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.archive.ArchivePlaces;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A segment is fetched in the environment of the server, and in no other. */
class ArchivedCopyTest {
  private static final String SEGMENT = "000000010000000000000003";

  @TempDir Path root;
  private ScriptHost host;
  private Process server;

  @BeforeEach
  void server() throws IOException {
    host = new ScriptHost(root);
    host.program(
        "restore-wal", "env | sort >" + host.at("seen") + "; echo \"$1\" >\"$3\"; [ \"$2\" ]");
    ProcessBuilder builder = new ProcessBuilder("/bin/sleep", "600");
    builder.environment().clear();
    builder.environment().put("PATH", "/of/the/server:/bin");
    builder.environment().put("WALE_PREFIX", "two\nlines of 'it'");
    server = builder.start();
  }

  @AfterEach
  void end() {
    server.destroyForcibly();
  }

  private ScriptHost.Outcome fetch() {
    return host.run(
        "export OF_THE_LOGIN=x\n"
            + new ArchivedCopy(new ArchivePlaces("orders"), SEGMENT)
                .fetch(host.at("bin/restore-wal").toString(), host.data().toString()));
  }

  @Test
  void whatTheServerHasTheScriptHas() {
    host.write("lib/15/main/postmaster.pid", server.pid() + "\n" + host.data() + "\n");

    assertThat(fetch().stdout().strip()).as("of the line proof").hasSize(64);
    assertThat(host.read(host.at("seen")))
        .contains("PATH=/of/the/server:/bin\n", "WALE_PREFIX=two\nlines of 'it'\n")
        .doesNotContain("OF_THE_LOGIN");
  }

  @Test
  void withoutAServerThereIsLittle() {
    assertThat(fetch().exit()).isZero();
    assertThat(host.read(host.at("seen")))
        .contains("PATH=/usr/bin:/bin\n")
        .doesNotContain("OF_THE_LOGIN");
  }
}
