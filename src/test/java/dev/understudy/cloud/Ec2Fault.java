package dev.understudy.cloud;

/** An answer of EC2 that is an error. */
final class Ec2Fault extends RuntimeException {
  private final int status;
  private final String code;

  Ec2Fault(int status, String code) {
    super(code);
    this.status = status;
    this.code = code;
  }

  int status() {
    return status;
  }

  String code() {
    return code;
  }
}
