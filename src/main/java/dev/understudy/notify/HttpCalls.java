package dev.understudy.notify;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.config.Hidden;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import javax.net.ssl.SSLException;

/** Asking addresses that are secrets: no error repeats one. */
final class HttpCalls {
  private static final int GOOD = 2;
  private static final int HUNDRED = 100;

  private final String subject;
  private final Duration limit;
  private final HttpClient client;

  HttpCalls(String subject, Duration limit) {
    this.subject = subject;
    this.limit = limit;
    this.client = HttpClient.newBuilder().connectTimeout(limit).build();
  }

  void post(Hidden url, String json) {
    send(
        request(url)
            .header("Content-Type", "application/json; charset=utf-8")
            .POST(BodyPublishers.ofString(json))
            .build());
  }

  void get(Hidden url) {
    send(request(url).GET().build());
  }

  private HttpRequest.Builder request(Hidden url) {
    return HttpRequest.newBuilder(URI.create(url.value()))
        .timeout(limit)
        .header("User-Agent", "understudy");
  }

  private void send(HttpRequest request) {
    try {
      HttpResponse<Void> response = client.send(request, BodyHandlers.discarding());
      if (response.statusCode() / HUNDRED != GOOD) {
        throw error(
            ErrorClass.REMOTE_EXIT, "the receiver answered with status " + response.statusCode());
      }
    } catch (HttpTimeoutException e) {
      throw error(ErrorClass.TIMEOUT, "no answer within " + limit.toSeconds() + " s");
    } catch (SSLException e) {
      throw error(ErrorClass.CONNECTION, "TLS failed: " + e.getMessage());
    } catch (ConnectException e) {
      throw error(ErrorClass.CONNECTION, why(e));
    } catch (IOException e) {
      throw error(ErrorClass.CONNECTION, "the connection broke");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw error(ErrorClass.UNKNOWN, "the service ends");
    }
  }

  private static String why(ConnectException e) {
    return e.getCause() instanceof UnresolvedAddressException
        ? "the receiver's name is not known"
        : "the receiver takes no connection";
  }

  private UnderstudyException error(ErrorClass errorClass, String sentence) {
    return new UnderstudyException(
        errorClass,
        subject,
        sentence,
        "check the channel's url; 'understudy notify test' tries it again",
        null);
  }
}
