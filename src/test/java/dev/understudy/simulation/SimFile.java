package dev.understudy.simulation;

import java.io.Serializable;

/**
 * A file on a simulated machine.
 *
 * @param content in ISO 8859-1, one character for each byte
 * @param changed when it was last written, in the world's time
 */
record SimFile(String content, String owner, String group, String mode, long changed)
    implements Serializable {}
