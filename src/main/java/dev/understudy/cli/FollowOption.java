package dev.understudy.cli;

import picocli.CommandLine.Option;

/** The option of commands that start runs. */
final class FollowOption {
  @Option(names = "--no-follow", description = "Start the run, print its id, and do not watch it.")
  boolean off;
}
