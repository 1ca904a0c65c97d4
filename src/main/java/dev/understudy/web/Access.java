package dev.understudy.web;

import io.javalin.security.RouteRole;

/** What a route asks of a request. */
enum Access implements RouteRole {
  /** Nothing, wherever the service listens: load balancers have no tokens. */
  PUBLIC,
  /** Nothing on loopback, else a token. */
  READ,
  OPERATE,
  ADMIN;

  Role role() {
    return switch (this) {
      case PUBLIC, READ -> Role.READ;
      case OPERATE -> Role.OPERATE;
      case ADMIN -> Role.ADMIN;
    };
  }
}
