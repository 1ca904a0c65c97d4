package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.understudy.common.Fence;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/** Files of any name and content, through a real shell. */
class HostileFilesIT {
  private static final Fence FENCE = new Fence("owner-1", "hostile", 1, 1);
  private static Sandbox sandbox;

  @BeforeContainer
  static void start() {
    sandbox = Sandbox.start();
    new Guard(Sandbox.QUICK).install(new LocalHost(sandbox), FENCE);
  }

  @AfterContainer
  static void stop() {
    sandbox.close();
  }

  @Provide
  Arbitrary<String> names() {
    return Arbitraries.strings()
        .withChars("'\"\\$`!*?[]{}()<>|&;#~ \t\n\r=-%x.\u0001\u007fü€")
        .ofMinLength(1)
        .ofMaxLength(60)
        .filter(name -> !name.equals(".") && !name.equals(".."));
  }

  @Property(tries = 60)
  void comeBackAsTheyWere(@ForAll("names") String name, @ForAll byte[] content) {
    Host host = new LocalHost(sandbox);
    RemoteFiles files = new RemoteFiles(host);
    FileSpec file = new FileSpec("/srv/" + name, content, "worker", "worker", "0640");
    files.write(file, FENCE);
    assertThat(files.read(file.path(), 1 << 20)).get().usingRecursiveComparison().isEqualTo(file);
    String size = host.run(Command.of("stat", "-c", "%s", file.path())).stdout().strip();
    assertThat(size).isEqualTo(Integer.toString(content.length));
    files.remove(file.path(), FENCE);
  }
}
