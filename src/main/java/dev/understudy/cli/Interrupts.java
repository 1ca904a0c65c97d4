package dev.understudy.cli;

/** Tells when somebody ends the process, as Ctrl-C does. */
@FunctionalInterface
public interface Interrupts {
  /** The process's own: the action runs as a shutdown hook. */
  Interrupts OF_PROCESS =
      new Interrupts() {
        @Override
        public Registration onInterrupt(Runnable action) {
          Thread hook = new Thread(action, "interrupt");
          Runtime.getRuntime().addShutdownHook(hook);
          return () -> removeHook(hook);
        }

        @Override
        public boolean onHangUp(Runnable action) {
          return HangUp.handle(action);
        }

        @Override
        public void endWith(int code) {
          Runtime.getRuntime().halt(code);
        }
      };

  /** Carries the action out when the process is told to end, until the registration is closed. */
  Registration onInterrupt(Runnable action);

  /**
   * Carries the action out at each hang-up from now on, which else ends the process.
   *
   * @return whether this process can
   */
  default boolean onHangUp(Runnable action) {
    return false;
  }

  /**
   * At the end of such an action: the process is to end with this code, instead of the one that
   * stands for the signal.
   */
  default void endWith(int code) {}

  /** An action that is in force until this is closed. */
  @FunctionalInterface
  interface Registration extends AutoCloseable {
    @Override
    void close();
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs already, and there is nothing left to take back.
      return;
    }
  }
}
