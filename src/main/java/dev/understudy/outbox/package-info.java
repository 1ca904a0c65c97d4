/**
 * What people are to be told, and which channel of theirs gets it: rows until they have arrived.
 */
@org.jspecify.annotations.NullMarked
package dev.understudy.outbox;
