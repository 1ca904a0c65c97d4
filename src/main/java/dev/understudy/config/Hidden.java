package dev.understudy.config;

/**
 * A secret value. It is only shown to those who ask for it by name.
 *
 * @param value the secret itself
 */
public record Hidden(String value) {
  @Override
  public String toString() {
    return "******";
  }
}
