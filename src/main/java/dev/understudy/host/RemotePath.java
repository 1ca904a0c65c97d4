package dev.understudy.host;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.Shell;

/** A file's path, split so that a script can stay in the file's directory. */
record RemotePath(String parent, String name) {
  static RemotePath of(String node, String path) {
    int slash = path.lastIndexOf('/');
    String name = path.substring(slash + 1);
    boolean plain =
        path.startsWith("/")
            && path.indexOf('\0') < 0
            && !name.isEmpty()
            && !("/" + path + "/").contains("/../")
            && !name.equals(".");
    if (!plain) {
      throw new HostException(
          ErrorClass.PRECONDITION,
          node,
          "not an absolute path of a file: " + path.replaceAll("\\p{Cntrl}", "?"),
          null,
          null);
    }
    return new RemotePath(slash == 0 ? "/" : path.substring(0, slash), name);
  }

  /** Assignments for a script. */
  String variables() {
    return "parent=" + Shell.quote(parent) + " name=" + Shell.quote(name);
  }
}
