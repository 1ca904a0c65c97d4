package dev.understudy.api;

/**
 * What became of a test message.
 *
 * @param failure why it did not arrive; empty when it did
 */
public record ChannelTest(String channel, String failure) {}
