package dev.understudy.failover;

import java.util.function.Supplier;

/** What is seen, the verdict, and whether a failover is started by itself. */
record JudgeRow(String what, Supplier<Scene> scene, Code code, boolean failover) {
  static JudgeRow row(String what, Code code, boolean failover, Supplier<Scene> scene) {
    return new JudgeRow(what, scene, code, failover);
  }
}
