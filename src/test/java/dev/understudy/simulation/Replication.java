package dev.understudy.simulation;

import dev.understudy.postgres.ManagedRole;
import dev.understudy.postgres.RoleState;
import dev.understudy.postgres.Secret;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Who may connect to whom for replication, and who streams from whom. */
final class Replication {
  private static final Pattern PAIR = Pattern.compile("(\\w+)='((?:[^'\\\\]|\\\\.)*)'");

  /** Checking a password is slow on purpose, so answers are kept. */
  private static final Map<String, Boolean> PASSWORDS = new ConcurrentHashMap<>();

  private final World world;

  Replication(World world) {
    this.world = world;
  }

  /** Receivers lose what is gone, connect where they may, and receive and replay all there is. */
  void settle() {
    for (Machine machine : world.machines()) {
      machine
          .server()
          .filter(server -> machine.ownData().orElseThrow().standby)
          .ifPresent(server -> settle(machine, server));
    }
  }

  private void settle(Machine standby, Server server) {
    if (server.upstream != null && !there(world.machine(server.upstream), standby, server)) {
      server.upstream = null;
    }
    Map<String, String> conninfo = conninfo(ServerSettings.value(server, "primary_conninfo"));
    if (server.upstream == null && !conninfo.isEmpty()) {
      find(conninfo)
          .filter(primary -> there(primary, standby, server))
          .filter(primary -> refusal(primary, standby, conninfo).isEmpty())
          .ifPresent(primary -> server.upstream = primary.name());
    }
    if (server.upstream != null) {
      DataDirectory source = world.machine(server.upstream).ownData().orElseThrow();
      standby.ownData().orElseThrow().lsn = source.lsn;
      standby.ownData().orElseThrow().timeline = source.timeline;
      standby.ownData().orElseThrow().checkpoint = source.checkpoint;
      standby.ownData().orElseThrow().roles.putAll(source.roles);
      standby.ownData().orElseThrow().roles.keySet().retainAll(source.roles.keySet());
    }
  }

  /** Whether there is something to stream from: a primary of the same system, and the slot. */
  private static boolean there(Machine primary, Machine standby, Server server) {
    String slot = ServerSettings.value(server, "primary_slot_name");
    DataDirectory own = standby.ownData().orElseThrow();
    return primary.server().isPresent()
        && primary
            .ownData()
            .filter(data -> !data.standby && data.systemId.equals(own.systemId))
            .filter(data -> slot.isEmpty() || data.slots.containsKey(slot))
            .isPresent();
  }

  Optional<Machine> find(Map<String, String> conninfo) {
    return world.machines().stream()
        .filter(machine -> machine.address().equals(conninfo.get("host")))
        .findFirst();
  }

  /** Who streams from a machine. */
  List<Machine> receivers(Machine primary) {
    return world.machines().stream()
        .filter(
            machine ->
                machine
                    .server()
                    .filter(server -> primary.name().equals(server.upstream))
                    .isPresent())
        .toList();
  }

  boolean active(Machine primary, String slot) {
    return receivers(primary).stream()
        .anyMatch(standby -> slot.equals(setting(standby, "primary_slot_name")));
  }

  static String setting(Machine machine, String name) {
    return ServerSettings.value(machine.server().orElseThrow(), name);
  }

  /** Why a connection for replication is refused, in PostgreSQL's words; empty when it is not. */
  Optional<String> refusal(Machine primary, Machine from, Map<String, String> conninfo) {
    if (primary.server().isEmpty()) {
      return Optional.of("connection to server failed: Connection refused");
    }
    Server server = primary.server().get();
    String user = conninfo.getOrDefault("user", "");
    if (conninfo.getOrDefault("sslmode", "").equals("verify-full")
        && !encrypted(primary, server, from.text(conninfo.getOrDefault("sslrootcert", "")))) {
      return Optional.of("SSL error: certificate verify failed");
    }
    Optional<HbaLine> rule = HbaLine.first(server.rules, "replication", user, from.address());
    if (rule.isEmpty()) {
      return Optional.of("FATAL:  no pg_hba.conf entry for replication connection");
    }
    Role role = primary.ownData().orElseThrow().roles.get(user);
    if (role == null || !role.replication()) {
      return Optional.of("FATAL:  role \"" + user + "\" is not permitted");
    }
    String password = password(from, primary.address(), "replication", user);
    return rule.get().method().equals("trust") || matches(user, role, password)
        ? Optional.empty()
        : Optional.of("FATAL:  password authentication failed for user \"" + user + "\"");
  }

  /** Whether the server has a certificate, and the client that of an authority. */
  static boolean encrypted(Machine machine, Server server, String authority) {
    return ServerSettings.value(server, "ssl").equals("on")
        && !machine.text(ServerSettings.value(server, "ssl_cert_file")).isEmpty()
        && !machine.text(ServerSettings.value(server, "ssl_key_file")).isEmpty()
        && authority.contains("BEGIN CERTIFICATE");
  }

  private static String password(Machine from, String host, String database, String user) {
    String start = host + ":" + Machine.PORT + ":" + database + ":" + user + ":";
    return from.text(Machine.CONF + "/understudy.pass")
        .lines()
        .filter(line -> line.startsWith(start))
        .map(line -> line.substring(start.length()))
        .findFirst()
        .orElse("");
  }

  static boolean matches(String user, Role role, String password) {
    if (role.verifier() == null) {
      return false;
    }
    return PASSWORDS.computeIfAbsent(
        role.verifier() + " " + password,
        key ->
            new RoleState(
                    managed(user),
                    true,
                    true,
                    List.of(),
                    Optional.of(new Secret(Objects.requireNonNull(role.verifier()))))
                .passwordMatches(new Secret(password)));
  }

  private static ManagedRole managed(String user) {
    for (ManagedRole role : ManagedRole.values()) {
      if (role.roleName().equals(user)) {
        return role;
      }
    }
    return ManagedRole.REPLICATOR;
  }

  static Map<String, String> conninfo(String text) {
    Map<String, String> values = new HashMap<>();
    Matcher matcher = PAIR.matcher(text);
    while (matcher.find()) {
      values.put(matcher.group(1), matcher.group(2).replaceAll("\\\\(.)", "$1"));
    }
    return values;
  }
}
