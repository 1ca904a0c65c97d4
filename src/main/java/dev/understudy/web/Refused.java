package dev.understudy.web;

import io.javalin.http.HttpStatus;

/** A request that is not carried out. */
final class Refused extends RuntimeException {
  private static final long serialVersionUID = 1;
  private final HttpStatus status;

  /**
   * @param detail why, for a person
   */
  Refused(HttpStatus status, String detail) {
    super(detail);
    this.status = status;
  }

  static Refused wrong(String detail) {
    return new Refused(HttpStatus.BAD_REQUEST, detail);
  }

  HttpStatus status() {
    return status;
  }
}
