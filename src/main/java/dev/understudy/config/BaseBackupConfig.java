package dev.understudy.config;

import java.util.OptionalLong;

/**
 * How base backups are taken.
 *
 * @param maxRate bytes per second, 32 KiB to 1 GiB as pg_basebackup accepts; empty without a limit
 */
public record BaseBackupConfig(OptionalLong maxRate) {}
