package dev.understudy.store;

/**
 * The point that a restore drill has to recover.
 *
 * @param name of the restore point
 * @param lsn behind it, as PostgreSQL writes it
 */
public record DrillMarker(String run, String cluster, String node, String name, String lsn) {}
