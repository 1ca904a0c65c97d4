package dev.understudy.web;

import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who may do what now: the file is read again whenever it has changed. */
final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  private final Path path;
  private final TokenFile file;
  private Object stamp = "";
  private List<Token> tokens = List.of();

  Tokens(Path path) {
    this.path = path;
    this.file = new TokenFile(path);
  }

  boolean isEmpty() {
    return current().isEmpty();
  }

  /** The token that a request shows; empty when it is nobody's. */
  Optional<Token> find(String secret) {
    String hash = Hashes.sha256(secret);
    Token found = null;
    for (Token token : current()) {
      if (Hashes.same(token.hash(), hash)) {
        found = token;
      }
    }
    return Optional.ofNullable(found);
  }

  /** Whether a token that was shown before still stands in the file, as it was. */
  boolean has(Token token) {
    return current().contains(token);
  }

  private synchronized List<Token> current() {
    Object now = stamp(path);
    if (!now.equals(stamp)) {
      stamp = now;
      tokens = read();
    }
    return tokens;
  }

  /** With a broken file nobody is let in: one of its lines may be what revoked a token. */
  private List<Token> read() {
    try {
      return file.list();
    } catch (UnderstudyException e) {
      LOG.error(
          "{}: {}; no token is accepted until that is corrected", e.subject(), e.getMessage());
      return List.of();
    }
  }

  private static Object stamp(Path path) {
    try {
      BasicFileAttributes facts = Files.readAttributes(path, BasicFileAttributes.class);
      return List.of(facts.lastModifiedTime(), facts.size(), String.valueOf(facts.fileKey()));
    } catch (IOException e) {
      // It is not there, or cannot be looked at: reading it says what is wrong.
      return "absent";
    }
  }
}
