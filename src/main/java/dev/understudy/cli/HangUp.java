package dev.understudy.cli;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * The signal HUP. Java has no other way to it than a class of the JDK's own, which the compiler
 * warns of; so it is asked for by its name.
 */
final class HangUp {
  private HangUp() {}

  /**
   * From now on the action is carried out at each such signal, instead of ending the process.
   *
   * @return whether this runtime can do so
   */
  static boolean handle(Runnable action) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handles =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, arguments) -> answer(proxy, method, arguments, action));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("HUP"), handles);
      return true;
    } catch (ReflectiveOperationException e) {
      // Another Java, or one that was told to leave signals alone: the API and the command remain.
      return false;
    }
  }

  private static Object answer(Object proxy, Method method, Object[] arguments, Runnable action) {
    return switch (method.getName()) {
      case "handle" -> {
        // The thread that signals come on has no class loader, which libraries look for.
        Thread thread = new Thread(action, "hang-up");
        thread.setContextClassLoader(HangUp.class.getClassLoader());
        thread.setDaemon(true);
        thread.start();
        yield null;
      }
      case "equals" -> proxy == arguments[0];
      case "hashCode" -> System.identityHashCode(proxy);
      default -> "HangUp";
    };
  }
}
