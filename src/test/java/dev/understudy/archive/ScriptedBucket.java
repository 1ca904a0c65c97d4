package dev.understudy.archive;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/** Answers ListObjectsV2 and GetObject for objects that exist by name only; checks nothing. */
final class ScriptedBucket implements AutoCloseable {
  static final int PAGE = 1_000;
  private static final Pattern TOKEN = Pattern.compile("continuation-token=([0-9]+)");
  private static final Pattern PREFIX = Pattern.compile("prefix=([^&]*)");

  private final HttpsServer server;
  private final List<String> keys;
  private final Map<String, String> contents;
  private final AtomicInteger requests = new AtomicInteger();

  /**
   * @param keys of objects of one byte that are listed, in their order
   * @param contents of objects that can be read
   */
  ScriptedBucket(SSLContext tls, List<String> keys, Map<String, String> contents)
      throws IOException {
    this.keys = keys;
    this.contents = new TreeMap<>(contents);
    server = HttpsServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    server.createContext("/", this::answer);
    server.start();
  }

  int port() {
    return server.getAddress().getPort();
  }

  int requests() {
    return requests.get();
  }

  private void answer(HttpExchange exchange) throws IOException {
    requests.incrementAndGet();
    String query = exchange.getRequestURI().getRawQuery();
    String key = exchange.getRequestURI().getPath().replaceFirst("^/[^/]*/?", "");
    Optional<String> content =
        query != null && query.contains("list-type=2")
            ? Optional.of(page(query.replace("%2F", "/")))
            : Optional.ofNullable(contents.get(key));
    byte[] body =
        content.orElse("<Error><Code>NoSuchKey</Code></Error>").getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(content.isPresent() ? 200 : 404, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private String page(String query) {
    Matcher prefix = PREFIX.matcher(query);
    List<String> below =
        prefix.find()
            ? keys.stream().filter(key -> key.startsWith(prefix.group(1))).toList()
            : keys;
    Matcher token = TOKEN.matcher(query);
    int from = token.find() ? Integer.parseInt(token.group(1)) : 0;
    int to = Math.min(below.size(), from + PAGE);
    StringBuilder xml = new StringBuilder("<ListBucketResult><IsTruncated>");
    xml.append(to < below.size()).append("</IsTruncated>");
    if (to < below.size()) {
      xml.append("<NextContinuationToken>").append(to).append("</NextContinuationToken>");
    }
    for (String key : below.subList(from, to)) {
      xml.append("<Contents><Key>").append(key).append("</Key>");
      xml.append("<LastModified>2026-01-01T00:00:00.000Z</LastModified><Size>1</Size></Contents>");
    }
    return xml.append("</ListBucketResult>").toString();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
