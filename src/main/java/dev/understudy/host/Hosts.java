package dev.understudy.host;

/** The managed machines by cluster and node; connections are made when first needed and kept. */
public interface Hosts extends AutoCloseable {
  /**
   * @throws dev.understudy.common.UnderstudyException USAGE when the configuration has no such node
   */
  Host host(String cluster, String node);

  HostFiles files(String cluster, String node);

  DetachedJobs jobs(String cluster, String node);

  @Override
  void close();
}
