package dev.understudy.postgres;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.PreconditionException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All settings of one running server at one moment. */
public final class PgSettings {
  private final Map<String, PgSetting> byName;

  private PgSettings(Map<String, PgSetting> byName) {
    this.byName = byName;
  }

  /**
   * The settings of a server by name.
   *
   * @param rows what {@link PgSetting#SELECT} gives
   */
  public static PgSettings of(JsonNode rows) {
    Map<String, PgSetting> byName = new LinkedHashMap<>();
    rows.forEach(
        row -> {
          PgSetting setting = PgSetting.of(row);
          byName.put(setting.name(), setting);
        });
    return new PgSettings(byName);
  }

  public static PgSettings read(Psql psql) {
    return of(psql.query(PgSetting.SELECT));
  }

  /** In the order of their names. */
  public List<PgSetting> all() {
    return List.copyOf(byName.values());
  }

  /** PostgreSQL compares names of settings without regard to case. */
  public Optional<PgSetting> find(String name) {
    return Optional.ofNullable(byName.get(name)).or(() -> findIgnoringCase(name));
  }

  private Optional<PgSetting> findIgnoringCase(String name) {
    return byName.values().stream().filter(s -> s.name().equalsIgnoreCase(name)).findFirst();
  }

  /**
   * The value as the server shows it.
   *
   * @throws PreconditionException when this server has no such setting
   */
  public String value(String name) {
    return find(name)
        .orElseThrow(
            () -> new PreconditionException(name, "this PostgreSQL has no such setting", null))
        .value();
  }

  public int number(String name) {
    return Integer.parseInt(value(name));
  }

  public boolean on(String name) {
    return value(name).equals("on");
  }
}
