package dev.understudy.postgres;

import java.security.SecureRandom;

/** Makes the verifier that a version stores for a role's password. */
public final class Verifiers {
  private final SecureRandom random = new SecureRandom();

  public Secret of(ManagedRole role, Secret password, Dialect dialect) {
    return dialect.has(Capability.SCRAM)
        ? ScramVerifier.of(password, random)
        : Md5Verifier.of(role.roleName(), password);
  }
}
