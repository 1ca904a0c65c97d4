package dev.understudy.postgres;

/** Where a cluster's certificates are on its hosts: the same paths on each of them. */
public final class ServerTls {
  private ServerTls() {}

  public static String directory(String cluster) {
    return "/etc/understudy/" + cluster;
  }

  public static String certificate(String cluster) {
    return directory(cluster) + "/server.crt";
  }

  public static String key(String cluster) {
    return directory(cluster) + "/server.key";
  }

  /** The authority's certificate, which a standby checks its primary by. */
  public static String authority(String cluster) {
    return directory(cluster) + "/ca.crt";
  }
}
