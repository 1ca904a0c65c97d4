package dev.understudy.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The files of the status page. */
final class Page {
  private Page() {}

  static List<Route> routes() {
    return List.of(
        file("/", "index.html", "text/html; charset=utf-8"),
        file("/page.js", "page.js", "text/javascript; charset=utf-8"),
        file("/stream.js", "stream.js", "text/javascript; charset=utf-8"),
        file("/topology.js", "topology.js", "text/javascript; charset=utf-8"),
        file("/charts.js", "charts.js", "text/javascript; charset=utf-8"),
        file("/findings.js", "findings.js", "text/javascript; charset=utf-8"),
        file("/roles.js", "roles.js", "text/javascript; charset=utf-8"),
        file("/runs.js", "runs.js", "text/javascript; charset=utf-8"),
        file("/page.css", "page.css", "text/css; charset=utf-8"),
        file("/icon.svg", "icon.svg", "image/svg+xml"));
  }

  /** They tell nothing of the clusters, so they need no token: a token is entered there. */
  private static Route file(String path, String name, String type) {
    byte[] content = content(name);
    return Route.get(path, Access.PUBLIC, context -> context.contentType(type).result(content));
  }

  private static byte[] content(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
