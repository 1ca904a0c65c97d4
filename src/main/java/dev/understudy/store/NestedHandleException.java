package dev.understudy.store;

import dev.understudy.common.ErrorClass;
import dev.understudy.common.UnderstudyException;
import java.nio.file.Path;

/**
 * A thread that holds the one writer connection asked for something that may need it again. Waiting
 * would last for ever, so this is an error at once; the code that asked has to be changed.
 */
public final class NestedHandleException extends UnderstudyException {
  NestedHandleException(Path file, String what) {
    super(
        ErrorClass.PRECONDITION,
        file.toString(),
        "this thread holds the writer connection and must not " + what,
        "Close the handle first, or pass it on.",
        null);
  }
}
