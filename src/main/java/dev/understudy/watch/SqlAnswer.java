package dev.understudy.watch;

/** What came of a question to a server. */
public sealed interface SqlAnswer permits NodeReading, SqlTrouble {}
