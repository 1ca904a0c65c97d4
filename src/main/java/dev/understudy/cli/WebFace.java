package dev.understudy.cli;

import dev.understudy.api.Understudy;
import dev.understudy.config.Configuration;
import dev.understudy.web.Web;

/** The web where there is one. Commands that do not serve load none of its classes. */
interface WebFace extends AutoCloseable {
  void start();

  @Override
  void close();

  static WebFace of(Configuration configuration, Understudy understudy) {
    return configuration
        .service()
        .listen()
        .map(listen -> listening(Web.of(configuration, listen, understudy)))
        .orElseGet(WebFace::none);
  }

  private static WebFace listening(Web web) {
    return new WebFace() {
      @Override
      public void start() {
        web.start();
      }

      @Override
      public void close() {
        web.close();
      }
    };
  }

  private static WebFace none() {
    return new WebFace() {
      @Override
      public void start() {}

      @Override
      public void close() {}
    };
  }
}
