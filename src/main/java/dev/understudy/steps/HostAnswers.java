package dev.understudy.steps;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import dev.understudy.host.Command;
import java.time.Duration;

/** Whether a host answers over SSH. */
final class HostAnswers {
  private HostAnswers() {}

  /**
   * @throws UnderstudyException AUTHENTICATION or HOST_KEY when it answers, and cannot be worked on
   */
  static boolean within(Node node, Duration limit) {
    try {
      return node.host().run(Command.script("echo answers").within(limit)).ok();
    } catch (UnderstudyException e) {
      if (e.errorClass() == ErrorClass.AUTHENTICATION || e.errorClass() == ErrorClass.HOST_KEY) {
        throw e;
      }
      return false;
    }
  }
}
