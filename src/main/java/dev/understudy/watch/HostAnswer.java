package dev.understudy.watch;

/** What came of a question to a host. */
public sealed interface HostAnswer permits HostReading, HostTrouble {}
