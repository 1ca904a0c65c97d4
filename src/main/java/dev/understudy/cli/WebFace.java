package dev.understudy.cli;

import dev.understudy.api.Understudy;
import dev.understudy.config.Configuration;
import dev.understudy.web.AgentPort;
import dev.understudy.web.Web;
import java.util.ArrayList;
import java.util.List;

/** What answers others while the service runs. Commands that do not serve load none of it. */
final class WebFace implements AutoCloseable {
  private final Configuration configuration;
  private final Understudy understudy;
  private final List<Web> webs = new ArrayList<>();
  private final List<AgentPort> agents = new ArrayList<>();

  private WebFace(Configuration configuration, Understudy understudy) {
    this.configuration = configuration;
    this.understudy = understudy;
  }

  static WebFace of(Configuration configuration, Understudy understudy) {
    WebFace face = new WebFace(configuration, understudy);
    configuration
        .service()
        .listen()
        .ifPresent(listen -> face.webs.add(Web.of(configuration, listen, understudy)));
    return face;
  }

  synchronized void start() {
    webs.forEach(Web::start);
    configuration
        .service()
        .agent()
        .ifPresent(listen -> agents.add(AgentPort.start(configuration, listen, understudy)));
  }

  @Override
  public synchronized void close() {
    agents.forEach(AgentPort::close);
    webs.forEach(Web::close);
  }
}
