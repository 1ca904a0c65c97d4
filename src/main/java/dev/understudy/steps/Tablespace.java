package dev.understudy.steps;

/**
 * A tablespace outside the data directory.
 *
 * @param place its directory, the same on every node
 */
record Tablespace(String place, long bytes) {}
