package dev.understudy.cloud;

/**
 * What instances are launched from.
 *
 * @param rootDevice the name of its root volume, such as {@code /dev/xvda}
 */
public record Image(String id, String name, String rootDevice) {}
