package dev.understudy.simulation;

import java.io.Serializable;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** A Debian machine with at most one PostgreSQL cluster, 15/main. */
final class Machine implements Serializable {
  static final String DATA = "/var/lib/postgresql/15/main";
  static final String MARKER = DATA + ".understudy-incomplete";
  static final String CONF = "/etc/postgresql/15/main";
  static final String CONF_D = CONF + "/conf.d";
  static final String HBA = CONF + "/pg_hba.conf";
  static final String START_CONF = CONF + "/start.conf";
  static final String UNIT = "postgresql@15-main.service";
  static final String PROGRAMS = "/usr/lib/postgresql/15/bin/";
  static final int PORT = 5432;

  private final World world;
  private final String name;
  private final String address;
  private final Set<String> packages = new TreeSet<>();
  private final Map<String, SimFile> files = new TreeMap<>();
  private final Map<String, Long> directories = new HashMap<>();
  private final Map<String, DataDirectory> data = new TreeMap<>();
  private final Map<String, Job> jobs = new TreeMap<>();
  private final Map<String, Restored> restored = new TreeMap<>();
  private final GuardRecord guard = new GuardRecord();
  private @Nullable Server server;

  /** As the cloud names the states of an instance. */
  String power = "running";

  Machine(World world, String name, String address) {
    this.world = world;
    this.name = name;
    this.address = address;
    makeDirectory("/etc");
  }

  World world() {
    return world;
  }

  String name() {
    return name;
  }

  String address() {
    return address;
  }

  Set<String> packages() {
    return packages;
  }

  Map<String, Job> jobs() {
    return jobs;
  }

  /** Restored servers by their directories. */
  Map<String, Restored> restored() {
    return restored;
  }

  GuardRecord guard() {
    return guard;
  }

  /** By path; an empty directory counts as none. */
  Map<String, DataDirectory> data() {
    return data;
  }

  Optional<DataDirectory> ownData() {
    return Optional.ofNullable(data.get(DATA));
  }

  Optional<Server> server() {
    return Optional.ofNullable(server);
  }

  void run(Server started) {
    server = started;
  }

  void stop() {
    server = null;
  }

  boolean laidOut() {
    return files.containsKey(CONF + "/postgresql.conf");
  }

  Map<String, SimFile> files() {
    return files;
  }

  String text(String path) {
    SimFile file = files.get(path);
    return file == null ? "" : file.content();
  }

  /** Puts a file there; its directory has to be there already. */
  void put(String path, String content, String owner, String mode) {
    put(path, new SimFile(content, owner, owner, mode, 0));
  }

  void put(String path, SimFile file) {
    String parent = parent(path);
    if (!directories.containsKey(parent)) {
      throw world.fault(name + ": no directory " + parent + " for " + path);
    }
    long now = world.tick();
    if (!files.containsKey(path)) {
      directories.put(parent, now);
    }
    files.put(path, new SimFile(file.content(), file.owner(), file.group(), file.mode(), now));
  }

  void remove(String path) {
    if (files.remove(path) != null) {
      directories.put(parent(path), world.tick());
    }
  }

  boolean isDirectory(String path) {
    return directories.containsKey(path);
  }

  void makeDirectory(String path) {
    directories.putIfAbsent(path, world.tick());
    if (path.lastIndexOf('/') > 0) {
      makeDirectory(parent(path));
    }
  }

  /** As rmdir does: only when nothing is in it. */
  void removeDirectory(String path) {
    boolean used =
        files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"))
            || directories.keySet().stream().anyMatch(other -> other.startsWith(path + "/"));
    if (!used) {
      directories.remove(path);
    }
  }

  /** When a file or directory last changed, in the world's time. */
  long changed(String path) {
    SimFile file = files.get(path);
    return file != null ? file.changed() : Objects.requireNonNullElse(directories.get(path), 0L);
  }

  static String parent(String path) {
    return path.substring(0, path.lastIndexOf('/'));
  }
}
