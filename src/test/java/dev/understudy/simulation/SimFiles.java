package dev.understudy.simulation;

import dev.understudy.common.Fence;
import dev.understudy.host.FileSpec;
import dev.understudy.host.HostFiles;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Files of a simulated machine. */
final class SimFiles implements HostFiles {
  private final Machine machine;
  private final Wire wire;

  SimFiles(Machine machine, Life life) {
    this.machine = machine;
    this.wire = new Wire(machine, life);
  }

  @Override
  public Optional<FileSpec> read(String path, int maxBytes) {
    return wire.exchange(() -> Optional.ofNullable(machine.files().get(path)))
        .map(file -> spec(path, file));
  }

  private static FileSpec spec(String path, SimFile file) {
    return new FileSpec(path, bytes(file.content()), file.owner(), file.group(), file.mode());
  }

  private static byte[] bytes(String content) {
    return content.getBytes(StandardCharsets.ISO_8859_1);
  }

  @Override
  public boolean write(FileSpec file, Fence fence) {
    return wire.exchange(
        () -> {
          new SimGuard(machine).admit(fence);
          return write(file);
        });
  }

  @Override
  public boolean replace(
      String path, Optional<FileSpec> before, Optional<FileSpec> after, Fence fence) {
    Optional<String> expected =
        before.map(file -> new String(file.content(), StandardCharsets.ISO_8859_1));
    if (!Optional.ofNullable(machine.files().get(path)).map(SimFile::content).equals(expected)) {
      return false;
    }
    if (after.isPresent()) {
      write(after.get(), fence);
    } else {
      remove(path, fence);
    }
    return true;
  }

  private boolean write(FileSpec spec) {
    String content = new String(spec.content(), StandardCharsets.ISO_8859_1);
    SimFile before = machine.files().get(spec.path());
    SimFile after = new SimFile(content, spec.owner(), spec.group(), spec.mode(), 0);
    if (before != null && same(before, after)) {
      return false;
    }
    if (before != null) {
      machine.put(spec.path() + ".understudy-previous", before);
    }
    machine.put(spec.path(), after);
    machine.world().effect(machine, "write " + spec.path());
    return true;
  }

  private static boolean same(SimFile one, SimFile other) {
    return one.content().equals(other.content())
        && one.owner().equals(other.owner())
        && one.group().equals(other.group())
        && one.mode().equals(other.mode());
  }

  @Override
  public void remove(String path, Fence fence) {
    wire.exchange(
        () -> {
          new SimGuard(machine).admit(fence);
          if (machine.files().containsKey(path)) {
            machine.remove(path);
            machine.world().effect(machine, "remove " + path);
          }
          return true;
        });
  }
}
