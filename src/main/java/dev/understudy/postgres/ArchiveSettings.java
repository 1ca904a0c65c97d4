package dev.understudy.postgres;

import java.time.Duration;

/**
 * What makes a server archive its WAL.
 *
 * @param command the value of archive_command, unquoted
 * @param timeout after which an unfinished segment is finished, whole seconds
 */
public record ArchiveSettings(String command, Duration timeout) {}
