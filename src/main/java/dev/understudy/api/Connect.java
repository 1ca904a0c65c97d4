package dev.understudy.api;

/**
 * How clients reach the primary, whichever node that is.
 *
 * @param libpq a URI for libpq and the drivers built on it, without a password
 * @param jdbc a URL for the JDBC driver, without a password
 */
public record Connect(String libpq, String jdbc) {}
