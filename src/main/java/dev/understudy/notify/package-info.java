/**
 * Telling people: the channels that notifications take out of the outbox, and the sign of life
 * whose absence somebody else notices.
 */
@org.jspecify.annotations.NullMarked
package dev.understudy.notify;
