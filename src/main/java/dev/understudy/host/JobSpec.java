package dev.understudy.host;

/**
 * @param id unique, made of run, step and attempt: letters, digits, dot, dash, underscore
 * @param script what a POSIX shell runs
 * @param user who runs it
 * @param progressScript prints one line of numbers {@code done total} in bytes when run; may be
 *     empty; run with every status, so it must be quick
 */
public record JobSpec(String id, String script, String user, String progressScript) {}
