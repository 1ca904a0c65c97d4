package dev.understudy.simulation;

import java.io.Serializable;

/** Detached work. It goes on whether or not anybody asks, here with every question. */
final class Job implements Serializable {
  private static final int QUESTIONS = 3;

  final String script;
  private int left = QUESTIONS;
  private int exit = -1;
  private String output = "";

  Job(String script) {
    this.script = script;
  }

  boolean running() {
    return exit < 0;
  }

  int exit() {
    return exit;
  }

  String output() {
    return output;
  }

  /** Whether it is through with its work now. */
  boolean goOn() {
    return running() && --left <= 0;
  }

  void end(int status, String words) {
    exit = status;
    output = words;
  }
}
