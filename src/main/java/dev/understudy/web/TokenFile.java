package dev.understudy.web;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The file of tokens: a line for each, with name, role, hash and the time when it was made. */
public final class TokenFile {
  private static final String PREFIX = "us_";
  private static final int RANDOM_BYTES = 32;
  private static final FileAttribute<?> PRIVATE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._@-]{0,63}";

  private final Path file;

  public TokenFile(Path file) {
    this.file = file;
  }

  /**
   * All tokens; none when there is no file.
   *
   * @throws UnderstudyException CONFIGURATION when a line cannot be read; nobody is let in then
   */
  public List<Token> list() {
    List<Token> tokens = new ArrayList<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (!line.isBlank() && !line.startsWith("#")) {
        tokens.add(parse(line, number));
      }
    }
    return tokens;
  }

  /**
   * Makes a token.
   *
   * @return the token itself, which is kept nowhere
   */
  public String add(String name, Role role, Instant now) {
    return alone(() -> added(name, role, now));
  }

  private String added(String name, Role role, Instant now) {
    if (!name.matches(NAME)) {
      throw usage(name, "a token's name has letters, digits, '.', '_', '@' and '-' only", "");
    }
    List<Token> tokens = list();
    if (tokens.stream().anyMatch(token -> token.name().equals(name))) {
      throw usage(
          name,
          "there is a token of this name already",
          "to replace it: add one of another name, use that, revoke this one");
    }
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = PREFIX + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    tokens.add(new Token(name, role, Hashes.sha256(secret), now));
    write(tokens);
    return secret;
  }

  /** Removes a token; whoever has it is refused from then on. */
  public void revoke(String name) {
    alone(
        () -> {
          List<Token> tokens = list();
          if (!tokens.removeIf(token -> token.name().equals(name))) {
            throw usage(name, "there is no token of this name", "see: understudy token list");
          }
          write(tokens);
          return name;
        });
  }

  /** Of two commands at once, the second one sees what the first one has done. */
  private <T> T alone(Supplier<T> change) {
    Path lock = file.resolveSibling(file.getFileName() + ".lock");
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (FileChannel channel =
          FileChannel.open(
              lock, EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), PRIVATE)) {
        channel.lock();
        return change.get();
      }
    } catch (IOException e) {
      throw broken("the file of tokens cannot be locked; it is as it was", e);
    }
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (NoSuchFileException e) {
      return List.of();
    } catch (IOException e) {
      throw broken("the file of tokens cannot be read", e);
    }
  }

  private Token parse(String line, int number) {
    String[] words = line.strip().split("\\s+");
    try {
      if (words.length == 4 && words[0].matches(NAME) && words[2].matches("[0-9a-f]{64}")) {
        Role role = Role.of(words[1]).orElseThrow(() -> new DateTimeException(words[1]));
        return new Token(words[0], role, words[2], Instant.parse(words[3]));
      }
    } catch (DateTimeException e) {
      throw broken("line " + number + " is not a token", e);
    }
    throw broken("line " + number + " is not a token", null);
  }

  private void write(List<Token> tokens) {
    StringBuilder text = new StringBuilder("# name role sha256 created; see: understudy token\n");
    for (Token token : tokens) {
      text.append(
          "%s %s %s %s%n"
              .formatted(token.name(), token.role().label(), token.hash(), token.created()));
    }
    Path temporary = file.resolveSibling(file.getFileName() + ".new");
    try {
      Files.deleteIfExists(temporary);
      write(temporary, text.toString());
      Files.move(
          temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel directory = FileChannel.open(file.toAbsolutePath().getParent())) {
        directory.force(true);
      }
    } catch (IOException e) {
      throw broken("the file of tokens cannot be written; it is as it was", e);
    }
  }

  private static void write(Path path, String text) throws IOException {
    Set<StandardOpenOption> options =
        EnumSet.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    try (FileChannel channel = FileChannel.open(path, options, PRIVATE)) {
      ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  private static UnderstudyException usage(String name, String message, String remedy) {
    return new UnderstudyException(ErrorClass.USAGE, name, message, remedy, null);
  }

  private UnderstudyException broken(String message, @Nullable Exception e) {
    return new UnderstudyException(
        ErrorClass.CONFIGURATION,
        file.toString(),
        message,
        "see docs/operations.md, Tokens; service.tokens_file names the file",
        e);
  }
}
