package dev.understudy.outbox;

/**
 * Something that is the matter now.
 *
 * @param quiet whether it is not to be told at present; nor is it over
 */
public record Matter(Notification notification, boolean quiet) {}
