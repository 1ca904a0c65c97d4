package dev.understudy.service;

/** Who asks for something, in words for the event log. */
public final class Requester {
  private Requester() {}

  public static String words() {
    String sudo = System.getenv("SUDO_USER");
    String user = System.getProperty("user.name");
    return sudo == null ? user : sudo + " (as " + user + ")";
  }
}
