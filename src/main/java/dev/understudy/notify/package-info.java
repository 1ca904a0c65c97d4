/**
 * Telling people: notifications that are rows until they have arrived, the channels they take, and
 * the sign of life whose absence somebody else notices.
 */
@org.jspecify.annotations.NullMarked
package dev.understudy.notify;
