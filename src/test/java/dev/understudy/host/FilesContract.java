package dev.understudy.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Fence;
import dev.understudy.common.Shell;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What files of every kind of host owe to those who use them. */
public abstract class FilesContract {
  static final Fence FENCE = new Fence("owner-1", "files", 1, 1);

  private final String directory = "/srv/" + Nonce.next();

  /** The host to be proved; made anew or kept, as it likes. */
  protected abstract Host host();

  private HostFiles files() {
    return new RemoteFiles(host());
  }

  private String root(String script) {
    return host().run(Command.script(script).asRoot()).orThrow("prepare").stdout();
  }

  @BeforeEach
  void directory() {
    new Guard(Sandbox.QUICK).install(host(), FENCE);
    root("mkdir " + directory);
  }

  @Test
  void readsNothingWhereNothingIs() {
    assertThat(files().read(directory + "/none", 10)).isEmpty();
    assertThat(files().read("/no/such/directory", 10)).isEmpty();
  }

  @Test
  void writesAndReadsBack() {
    byte[] content = new byte[100_000];
    new Random(3).nextBytes(content);
    FileSpec file = new FileSpec(directory + "/f", content, "worker", "root", "0640");
    assertThat(files().write(file, FENCE)).isTrue();
    assertThat(files().read(directory + "/f", 100_000))
        .get()
        .usingRecursiveComparison()
        .isEqualTo(file);
    assertThat(root("ls -A " + directory)).isEqualTo("f\n");
  }

  @Test
  void writesNothingWhenEqual() {
    FileSpec file = FileSpec.text(directory + "/f", "text\n", "root", "0644");
    files().write(file, FENCE);
    String before = root("stat -c '%i %z' " + directory + "/f");
    assertThat(files().write(file, FENCE)).isFalse();
    assertThat(root("stat -c '%i %z' " + directory + "/f")).isEqualTo(before);
  }

  @Test
  void correctsOwnerAndModeAlone() {
    files().write(FileSpec.text(directory + "/f", "text\n", "root", "0644"), FENCE);
    assertThat(files().write(FileSpec.text(directory + "/f", "text\n", "worker", "0600"), FENCE))
        .isTrue();
    assertThat(root("stat -c '%U %G %a' " + directory + "/f")).isEqualTo("worker worker 600\n");
  }

  @Test
  void keepsThePreviousVersion() {
    root("cd " + directory + "; echo mine > f; chown worker f; chmod 0604 f");
    files().write(FileSpec.text(directory + "/f", "new\n", "root", "0644"), FENCE);
    assertThat(root("cd " + directory + "; cat f f.understudy-previous")).isEqualTo("new\nmine\n");
    assertThat(root("stat -c '%U %a' " + directory + "/f.understudy-previous"))
        .isEqualTo("worker 604\n");
  }

  @Test
  void replacesOnlyWhatWasRead() {
    String path = directory + "/f";
    FileSpec one = FileSpec.text(path, "one\n", "root", "0644");
    FileSpec two = FileSpec.text(path, "two\n", "root", "0644");
    assertThat(files().replace(path, Optional.of(one), Optional.of(two), FENCE)).isFalse();
    assertThat(files().replace(path, Optional.empty(), Optional.of(one), FENCE)).isTrue();
    assertThat(files().replace(path, Optional.empty(), Optional.of(two), FENCE)).isFalse();
    assertThat(files().replace(path, Optional.of(two), Optional.empty(), FENCE)).isFalse();
    assertThat(root("cat " + path)).isEqualTo("one\n");
    assertThat(files().replace(path, Optional.of(one), Optional.of(two), FENCE)).isTrue();
    assertThat(root("cat " + path)).isEqualTo("two\n");
    assertThat(files().replace(path, Optional.of(two), Optional.empty(), FENCE)).isTrue();
    assertThat(files().read(path, 100)).isEmpty();
  }

  @Test
  void whatTwoClustersAddStaysBoth() {
    String path = directory + "/f";
    Fence other = new Fence("owner-1", "other", 1, 1);
    CompletableFuture<Void> beside = CompletableFuture.runAsync(() -> add(path, "other", other));
    add(path, "files", FENCE);
    beside.join();
    assertThat(root("sort " + path + " | uniq -c | tr -s ' '")).isEqualTo(" 8 files\n 8 other\n");
  }

  private void add(String path, String line, Fence fence) {
    for (int added = 0; added < 8; ) {
      Optional<FileSpec> before = files().read(path, 1000);
      String text = before.map(FileSpec::contentText).orElse("") + line + "\n";
      Optional<FileSpec> after = Optional.of(FileSpec.text(path, text, "root", "0644"));
      added += files().replace(path, before, after, fence) ? 1 : 0;
    }
  }

  @Test
  void refusesAPlantedLink() {
    root("cd " + directory + "; echo victim > victim; ln -s victim f");
    assertThatThrownBy(
            () -> files().write(FileSpec.text(directory + "/f", "x", "root", "0644"), FENCE))
        .hasMessageContaining("symbolic link")
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.PRECONDITION));
    assertThatThrownBy(() -> files().read(directory + "/f", 100))
        .hasMessageContaining("symbolic link");
    assertThatThrownBy(() -> files().remove(directory + "/f", FENCE))
        .hasMessageContaining("symbolic link");
    assertThat(root("cat " + directory + "/victim")).isEqualTo("victim\n");
  }

  @Test
  void replacesALinkPlantedForThePreviousVersion() {
    root(
        "cd "
            + directory
            + "; echo victim > victim; ln -s victim f.understudy-previous; echo 1 > f");
    files().write(FileSpec.text(directory + "/f", "2\n", "root", "0644"), FENCE);
    assertThat(root("cd " + directory + "; cat victim f f.understudy-previous"))
        .isEqualTo("victim\n2\n1\n");
  }

  @Test
  void refusesADirectoryThatAnybodyMayWriteTo() {
    root("chmod 0777 " + directory);
    FileSpec file = FileSpec.text(directory + "/f", "x", "root", "0644");
    assertThatThrownBy(() -> files().write(file, FENCE)).hasMessageContaining("anybody may write");
    root("chmod 1777 " + directory);
    assertThat(files().write(file, FENCE)).isTrue();
  }

  @Test
  void refusesADirectoryBehindAnothersLink() {
    root("mkdir " + directory + "/real; ln -s real " + directory + "/link");
    root("chown -h worker " + directory + "/link");
    FileSpec file = FileSpec.text(directory + "/link/f", "x", "root", "0644");
    assertThatThrownBy(() -> files().write(file, FENCE))
        .hasMessageContaining("link made by worker");
    assertThat(root("ls -A " + directory + "/real")).isEmpty();
  }

  @Test
  void refusesWhatIsNoRegularFile() {
    root("mkdir " + directory + "/d; mkfifo " + directory + "/p");
    for (String name : new String[] {"/d", "/p"}) {
      assertThatThrownBy(() -> files().read(directory + name, 10))
          .hasMessageContaining("not a regular file");
      assertThatThrownBy(
              () -> files().write(FileSpec.text(directory + name, "x", "root", "0644"), FENCE))
          .hasMessageContaining("not a regular file");
    }
  }

  @Test
  void neverCutsWhatItReads() {
    root("echo 12345 > " + directory + "/f");
    assertThat(files().read(directory + "/f", 6)).get().returns("12345\n", FileSpec::contentText);
    assertThatThrownBy(() -> files().read(directory + "/f", 5))
        .hasMessageContaining("longer than 5");
  }

  @Test
  void saysThatTheDirectoryIsMissing() {
    FileSpec file = FileSpec.text(directory + "/none/f", "x", "root", "0644");
    assertThatThrownBy(() -> files().write(file, FENCE)).hasMessageContaining("does not exist");
  }

  @Test
  void leavesNothingBehindOnAFullDisk() {
    root("mount -t tmpfs -o size=64k full " + directory + "; echo old > " + directory + "/f");
    FileSpec file = new FileSpec(directory + "/f", new byte[300_000], "root", "root", "0600");
    assertThatThrownBy(() -> files().write(file, FENCE))
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.NO_SPACE));
    assertThat(root("cd " + directory + "; ls -A; cat f")).isEqualTo("f\nold\n");
  }

  @Test
  void namesAReadOnlyFileSystem() {
    root("mount -t tmpfs -o ro full " + directory);
    FileSpec file = FileSpec.text(directory + "/f", "x", "root", "0644");
    assertThatThrownBy(() -> files().write(file, FENCE))
        .hasMessageContaining("Read-only file system")
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.PRECONDITION));
  }

  @Test
  void removesAFile() {
    files().write(FileSpec.text(directory + "/f", "x", "root", "0644"), FENCE);
    files().remove(directory + "/f", FENCE);
    files().remove(directory + "/f", FENCE);
    assertThat(root("ls -A " + directory)).isEmpty();
  }

  @Test
  void copesWithHostileNames() {
    for (String name :
        new String[] {
          "-rf", "a b", "$(id)", "`id`", "it's", "a\nb", "ü", "*", "\\", "\"", "-", "#"
        }) {
      byte[] content = name.getBytes(StandardCharsets.UTF_8);
      FileSpec file = new FileSpec(directory + "/" + name, content, "root", "root", "0600");
      assertThat(files().write(file, FENCE)).as(name).isTrue();
      assertThat(files().read(file.path(), 100)).get().returns(name, FileSpec::contentText);
      assertThat(root("cat " + Shell.quote(file.path()))).isEqualTo(name);
    }
  }

  @Test
  void refusesPathsThatNameNoFile() {
    for (String path : new String[] {"relative", "", "/", "/srv/", "/srv/../etc/x", "/srv/."}) {
      assertThatThrownBy(() -> files().write(FileSpec.text(path, "x", "root", "0644"), FENCE))
          .hasMessageContaining("not an absolute path");
    }
  }

  @Test
  void writesNothingUnderAnOlderFence() {
    Fence newer = new Fence("owner-1", "fenced-files", 2, 2);
    Fence older = new Fence("owner-1", "fenced-files", 2, 1);
    FileSpec file = FileSpec.text(directory + "/f", "x", "root", "0644");
    files().remove(directory + "/other", newer);
    assertThatThrownBy(() -> files().write(file, older))
        .satisfies(e -> assertThat(HostContract.classOf(e)).isEqualTo(ErrorClass.FENCED));
    assertThat(root("ls -A " + directory)).isEmpty();
  }
}
