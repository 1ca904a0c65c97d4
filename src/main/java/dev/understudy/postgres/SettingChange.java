package dev.understudy.postgres;

/**
 * A setting that a server does not yet run with.
 *
 * @param before as the server shows it, with its unit; empty when the server does not know it yet
 * @param after as the file will say
 * @param restart whether only a restart makes it take effect
 */
public record SettingChange(String name, String before, String after, boolean restart) {}
