package dev.understudy.web;

import dev.understudy.config.ServiceConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides whether a request is let in, and says who made it. */
final class Gate {
  private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
  private static final String CALLER = "caller";
  private static final String SCHEME = "Bearer ";

  private static final String CONTENT_POLICY =
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  private final Set<String> names = new TreeSet<>();
  private final boolean open;
  private final boolean tls;
  private final Tokens tokens;
  private final Token local;
  private final Buckets requests;
  private final Buckets strangers;

  /**
   * @param local the token of the service's own user
   */
  Gate(ServiceConfig service, Tokens tokens, String local, Limits limits) {
    this.local = new Token("local", Role.ADMIN, Hashes.sha256(local), Instant.EPOCH);
    service.hostNames().forEach(name -> names.add(name.toLowerCase(Locale.ROOT)));
    this.open = service.listen().orElseThrow().isLoopback();
    this.tls = service.tls().isPresent();
    this.tokens = tokens;
    this.requests = new Buckets(limits.burst(), limits.perMinute(), System::nanoTime);
    this.strangers = new Buckets(limits.strangers(), limits.strangers(), System::nanoTime);
  }

  /** Before anything else, also where there is nothing. */
  void headers(Context context) {
    context.header("Content-Security-Policy", CONTENT_POLICY);
    context.header("X-Content-Type-Options", "nosniff");
    context.header("X-Frame-Options", "DENY");
    context.header("Referrer-Policy", "no-referrer");
    context.header("Cross-Origin-Opener-Policy", "same-origin");
    context.header("Cross-Origin-Resource-Policy", "same-origin");
    context.header("Cache-Control", "no-store");
    if (tls) {
      context.header("Strict-Transport-Security", "max-age=31536000");
    }
  }

  /** Before the handler of a route. */
  void admit(Context context, Access access) {
    if (access == Access.PUBLIC) {
      return;
    }
    requireHost(context);
    Optional<Token> shown = isLocal(context) ? Optional.of(local) : limited(context);
    shown.ifPresent(token -> context.attribute(CALLER, token));
    if (access == Access.READ && open) {
      return;
    }
    require(context, access.role());
  }

  private Optional<Token> limited(Context context) {
    if (!requests.take(context.ip())) {
      throw new Refused(HttpStatus.TOO_MANY_REQUESTS, "too many requests from " + context.ip());
    }
    return shown(context);
  }

  private boolean isLocal(Context context) {
    String header = String.valueOf(context.header("Authorization"));
    return header.startsWith(SCHEME)
        && Hashes.same(Hashes.sha256(header.substring(SCHEME.length()).strip()), local.hash());
  }

  /** For what depends on more than the route. */
  static void require(Context context, Role role) {
    Token token = context.attribute(CALLER);
    if (token == null) {
      context.header("WWW-Authenticate", "Bearer realm=\"understudy\"");
      throw new Refused(
          HttpStatus.UNAUTHORIZED, "this needs a token; see: understudy token --help");
    }
    if (!token.role().covers(role)) {
      LOG.warn(
          "{} ({}) from {} was refused: {} {} needs the role {}",
          token.name(),
          token.role().label(),
          context.ip(),
          context.method(),
          context.path(),
          role.label());
      throw new Refused(
          HttpStatus.FORBIDDEN,
          "the token '%s' has the role %s; this needs %s"
              .formatted(token.name(), token.role().label(), role.label()));
    }
  }

  /** Whether the request would be let in now: a token may have been revoked meanwhile. */
  boolean admitsStill(Context context) {
    Token token = context.attribute(CALLER);
    return token == null || token.equals(local) || tokens.has(token);
  }

  /** Who made the request, in words for log and runs. */
  static String caller(Context context) {
    Token token = context.attribute(CALLER);
    if (token != null && token.created().equals(Instant.EPOCH)) {
      return requester(context.header(LocalToken.REQUESTER));
    }
    return token == null ? "somebody" : token.name() + " by HTTP from " + context.ip();
  }

  /** Who has the local token may read and write the store itself, and is believed. */
  private static String requester(@Nullable String said) {
    return said == null || !said.matches("[\\p{Alnum} ._@()-]{1,80}") ? "local" : said;
  }

  /**
   * Load balancers often name no host, and what is public is so for all. A page elsewhere that
   * makes its own name lead here would ask for that name.
   */
  private void requireHost(Context context) {
    String name = HostNames.host(context.header("Host"));
    if (!HostNames.isAddress(name) && !name.equals("localhost") && !names.contains(name)) {
      throw new Refused(
          HttpStatus.MISDIRECTED_REQUEST,
          "this service is not known by the name that was asked for; see service.host_names");
    }
  }

  private Optional<Token> shown(Context context) {
    String header = context.header("Authorization");
    if (header == null) {
      return Optional.empty();
    }
    Optional<Token> token =
        header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
            ? tokens.find(header.substring(SCHEME.length()).strip())
            : Optional.empty();
    if (token.isEmpty()) {
      stranger(context);
    }
    return token;
  }

  private void stranger(Context context) {
    if (!strangers.take(context.ip())) {
      throw new Refused(HttpStatus.TOO_MANY_REQUESTS, "too many tokens that are nobody's");
    }
    LOG.warn(
        "a token that is nobody's, from {}: {} {}", context.ip(), context.method(), context.path());
    context.header("WWW-Authenticate", "Bearer realm=\"understudy\", error=\"invalid_token\"");
    throw new Refused(HttpStatus.UNAUTHORIZED, "the token is nobody's, or was revoked");
  }
}
