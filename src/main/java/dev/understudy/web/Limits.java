package dev.understudy.web;

/**
 * How much is taken on at once.
 *
 * @param body bytes of a request's body
 * @param connections at the same time
 * @param streams followed at the same time, each of which holds a thread
 * @param burst requests of one client at once, health checks aside
 * @param perMinute requests of one client after those
 * @param strangers wrong tokens of one client at once, and per minute
 */
record Limits(long body, int connections, int streams, int burst, int perMinute, int strangers) {
  static final Limits USUAL = new Limits(64 << 10, 256, 32, 300, 1_800, 10);
}
