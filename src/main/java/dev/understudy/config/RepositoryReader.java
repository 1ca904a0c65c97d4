package dev.understudy.config;

import dev.understudy.config.RepositoryConfig.Keys;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the section {@code repository} of an archive. */
final class RepositoryReader {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");
  private static final Pattern PREFIX = Pattern.compile("/?[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*/?");
  private static final Pattern REGION = Pattern.compile("[a-z0-9-]{1,40}");

  private final Section archive;
  private final Section section;
  private final Locations locations;

  RepositoryReader(Section archive, Locations locations) {
    this.archive = archive;
    this.section = archive.section("repository");
    this.locations = locations;
  }

  /** Empty when the section is left out, or with a problem noted. */
  Optional<RepositoryConfig> read() {
    if (archive.node("repository").isEmpty()) {
      return Optional.empty();
    }
    Optional<RepositoryConfig> path =
        section
            .optional("path", "an absolute path", RepositoryReader::absolute)
            .map(RepositoryConfig.Directory::new);
    Section s3 = section.section("s3");
    boolean both = section.node("path").isPresent() && section.node("s3").isPresent();
    boolean neither = section.node("path").isEmpty() && section.node("s3").isEmpty();
    if (both || neither) {
      section.problem(
          section.where(),
          section.name("") + " has " + (both ? "two places" : "no place"),
          "one of path and s3");
    }
    section.close();
    return section.node("s3").isPresent() ? Optional.of(s3(s3)) : path;
  }

  private RepositoryConfig s3(Section s3) {
    RepositoryConfig.S3 repository =
        new RepositoryConfig.S3(
            s3.required("bucket", "the name of a bucket", pattern(BUCKET)).orElse(""),
            s3.optional("prefix", "a path such as prod/orders", pattern(PREFIX))
                .map(text -> text.replaceAll("^/|/$", ""))
                .orElse(""),
            s3.required("region", "a region such as eu-west-1", pattern(REGION)).orElse(""),
            s3.optional("endpoint", "a host, with a port or without", Values::endpoint),
            s3.optional("path_style", Values.BOOLEAN, Values::bool).orElse(false),
            s3.optional("ca_file", "the path of a file", Values::text).map(this::file),
            s3.optional("verify_tls", Values.BOOLEAN, Values::bool).orElse(true),
            keys(s3));
    s3.close();
    return repository;
  }

  private Optional<Keys> keys(Section s3) {
    boolean auto =
        s3.optional("key_type", "auto", text -> Optional.of(text).filter("auto"::equals))
            .isPresent();
    Optional<Hidden> access = s3.secret("access_key", Values.TEXT);
    Optional<Hidden> secret = s3.secret("secret_key", Values.TEXT);
    boolean any = s3.node("access_key").isPresent() || s3.node("secret_key").isPresent();
    boolean all = s3.node("access_key").isPresent() && s3.node("secret_key").isPresent();
    if (auto ? any : !all && s3.node("key_type").isEmpty()) {
      s3.problem(
          s3.where(),
          s3.name("") + (any ? " has half of its keys, or too many" : " has no keys"),
          "access_key and secret_key, or key_type: auto");
    }
    return access.flatMap(key -> secret.map(value -> new Keys(key, value)));
  }

  private Path file(String text) {
    return locations.resolve(text);
  }

  private static Optional<String> absolute(String text) {
    return Optional.of(text).filter(path -> path.startsWith("/") && path.length() > 1);
  }

  private static Function<String, Optional<String>> pattern(Pattern pattern) {
    return text -> Optional.of(text).filter(value -> pattern.matcher(value).matches());
  }
}
