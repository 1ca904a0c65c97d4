package dev.understudy.host;

/**
 * @param id unique, made of run, step and attempt: letters, digits, dot, dash, underscore
 * @param script what a POSIX shell runs
 * @param user who runs it
 * @param progressScript prints one line when run, {@code done total} in bytes and what is being
 *     done in words, or {@code seconds -} and what is waited for; may be empty; run with every
 *     status, so it must be quick however much there is
 */
public record JobSpec(String id, String script, String user, String progressScript) {}
