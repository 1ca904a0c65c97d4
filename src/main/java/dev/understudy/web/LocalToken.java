package dev.understudy.web;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.ErrorClass;
import dev.understudy.common.Json;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/**
 * Lets the service's own user in: a file in the data directory that only this user may read says
 * where the service listens, and has a token that holds as long as that service runs.
 *
 * @param url such as {@code http://127.0.0.1:8460}
 * @param secret the token
 * @param process the service's process
 */
public record LocalToken(String url, String secret, long process) {
  /** The header in which such a caller says who asks. */
  public static final String REQUESTER = "Understudy-Requester";

  private static final String FILE = "service.json";
  private static final int RANDOM_BYTES = 32;

  static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return "us_local_" + Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The one of the service that runs with this data directory, as it says itself. */
  public static Optional<LocalToken> find(Path data) {
    try {
      JsonNode read = Json.read(Files.readString(data.resolve(FILE)));
      LocalToken found =
          new LocalToken(
              read.path("url").asText(), read.path("token").asText(), read.path("pid").asLong());
      return Optional.of(found).filter(token -> !token.url.isEmpty());
    } catch (IOException | UnderstudyException e) {
      // None runs, or it is somebody else's.
      return Optional.empty();
    }
  }

  void publish(Path data) {
    Path file = data.resolve(FILE);
    Path temporary = data.resolve(FILE + ".new");
    String text =
        Json.mapper()
            .createObjectNode()
            .put("url", url)
            .put("token", secret)
            .put("pid", process)
            .toString();
    try {
      Files.createDirectories(data);
      Files.deleteIfExists(temporary);
      Files.createFile(
          temporary,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(temporary, text);
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UnderstudyException(
          ErrorClass.PRECONDITION, file.toString(), "the file cannot be written", null, e);
    }
  }

  /** Takes the file away where it is still this service's. */
  void withdraw(Path data) {
    try {
      if (find(data).filter(this::equals).isPresent()) {
        Files.deleteIfExists(data.resolve(FILE));
      }
    } catch (IOException e) {
      // It names a token that nobody takes any more.
      return;
    }
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "LocalToken[" + url + "]";
  }
}
