package dev.understudy.simulation;

import java.io.Serializable;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A role.
 *
 * @param grants functions that it may execute and roles that it is a member of
 */
record Role(boolean replication, @Nullable String verifier, TreeSet<String> grants, String comment)
    implements Serializable {}
