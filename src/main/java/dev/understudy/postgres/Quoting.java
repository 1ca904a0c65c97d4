package dev.understudy.postgres;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;

/** What the quoting functions share: refusing characters that a format cannot hold. */
final class Quoting {
  private Quoting() {}

  /**
   * @param subject the setting, role or field that the value is for
   * @throws UnderstudyException CONFIGURATION when one of the characters is in the value, which the
   *     message does not repeat
   */
  static void refuse(String subject, String value, String characters, String format) {
    for (int i = 0; i < value.length(); i++) {
      if (characters.indexOf(value.charAt(i)) >= 0) {
        throw impossible(subject, name(value.charAt(i)), format);
      }
    }
    if (hasLoneSurrogate(value)) {
      throw impossible(subject, "half of a surrogate pair", format);
    }
  }

  private static boolean hasLoneSurrogate(String value) {
    return value.codePoints().anyMatch(point -> point >= 0xD800 && point <= 0xDFFF);
  }

  private static UnderstudyException impossible(String subject, String what, String format) {
    return new UnderstudyException(
        ErrorClass.CONFIGURATION,
        subject,
        "the value holds " + what + ", which " + format + " cannot hold",
        "choose a value without it",
        null);
  }

  private static String name(char character) {
    return switch (character) {
      case '\0' -> "a NUL character";
      case '\n' -> "a newline";
      case '\r' -> "a carriage return";
      default -> "the character " + character;
    };
  }
}
