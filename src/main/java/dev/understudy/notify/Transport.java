package dev.understudy.notify;

import dev.understudy.common.UnderstudyException;

/** How a message gets to its receiver. */
interface Transport {
  /**
   * Returns when the receiver has taken it.
   *
   * @throws UnderstudyException when it has not, or that is unknown; without a secret
   */
  void send(Message message);
}
