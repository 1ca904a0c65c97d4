package dev.understudy.simulation;

import dev.understudy.host.DetachedJobs;
import dev.understudy.host.Host;
import dev.understudy.host.HostFiles;
import dev.understudy.host.Hosts;

/** The simulated machines of a world, as one life of the service reaches them. */
final class SimHosts implements Hosts {
  private final World world;
  private final Life life;

  SimHosts(World world, Life life) {
    this.world = world;
    this.life = life;
  }

  @Override
  public Host host(String cluster, String node) {
    return new SimHost(world.machine(node), life);
  }

  @Override
  public HostFiles files(String cluster, String node) {
    return new SimFiles(world.machine(node), life);
  }

  @Override
  public DetachedJobs jobs(String cluster, String node) {
    return new SimJobs(world.machine(node), life);
  }

  @Override
  public void close() {}
}
