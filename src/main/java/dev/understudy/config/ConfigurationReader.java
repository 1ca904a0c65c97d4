package dev.understudy.config;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.Node;

/** Reads and checks configuration files. */
public final class ConfigurationReader {
  private static final long FILE_LIMIT = 1L << 20;

  private final Map<String, String> environment;
  private final Path home;

  /**
   * @param environment where {@code ${env:NAME}} looks
   * @param home what {@code ~} means
   */
  public ConfigurationReader(Map<String, String> environment, Path home) {
    this.environment = Map.copyOf(environment);
    this.home = home;
  }

  /** With what this process was given. */
  public static ConfigurationReader ofProcess() {
    return new ConfigurationReader(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /**
   * Reads a file.
   *
   * @throws ConfigurationException with all problems of the file at once
   */
  public Configuration read(Path file) {
    return parse(file, text(file));
  }

  private Configuration parse(Path file, String text) {
    Path absolute = file.toAbsolutePath().normalize();
    Problems problems = new Problems();
    Locations locations = new Locations(absolute.getParent(), home);
    Substitution substitution = new Substitution(environment, locations, problems);
    Optional<Node> root = new YamlText(problems).compose(text);
    Configuration configuration = null;
    if (root.isPresent()) {
      Section section = new Section(problems, substitution, "", root.get());
      configuration = root(absolute, section, locations, substitution);
    }
    if (configuration == null || !problems.none()) {
      throw new ConfigurationException(file.toString(), problems.all());
    }
    return configuration;
  }

  private static Configuration root(
      Path file, Section section, Locations locations, Substitution substitution) {
    String data = section.optional("data", "a directory", Values::text).orElse("./var");
    SshConfig ssh = new SshReader(locations).read(section.section("ssh"));
    ServiceConfig service = new ServiceReader(locations, data).read(section.section("service"));
    ChecksConfig checks = ChecksReader.read(section.section("checks"), ChecksConfig.standard());
    RetentionConfig retention = RetentionConfig.read(section.section("retention"));
    Section clusterSection = section.section("clusters");
    if (clusterSection.isEmpty()) {
      section.problem(clusterSection.where(), "clusters is empty", "at least one cluster");
    }
    Map<String, ClusterConfig> clusters = new LinkedHashMap<>();
    Map<String, String> places = new HashMap<>();
    clusterSection
        .sections()
        .forEach(
            (name, cluster) -> {
              Node where = clusterSection.key(name).orElseThrow();
              ClusterChecks.checkName(section, where, "cluster", name);
              clusters.put(name, ClusterReader.read(name, cluster, locations, checks));
              uniquePlaces(cluster.section("nodes"), clusters.get(name), places);
            });
    NotifyConfig notify = NotifyReader.read(section.list("notify"), clusters.keySet());
    section.close();
    return new Configuration(
        file,
        locations.resolve(data),
        ssh,
        service,
        retention,
        notify,
        clusters,
        substitution.secrets());
  }

  /** One server belongs to one node of one cluster. */
  private static void uniquePlaces(
      Section nodes, ClusterConfig cluster, Map<String, String> places) {
    for (NodeConfig node : cluster.nodes().values()) {
      String place = node.host().toLowerCase(Locale.ROOT) + ":" + cluster.port();
      String name = cluster.name() + "." + node.name();
      String other = node.host().isEmpty() ? null : places.putIfAbsent(place, name);
      if (other != null) {
        nodes.problem(
            nodes.section(node.name()).node("host").orElseThrow(),
            name + " is the server of " + other + " too",
            "a host and port of its own for each node");
      }
    }
  }

  private static String text(Path file) {
    try {
      if (Files.size(file) > FILE_LIMIT) {
        throw new ConfigurationException(
            file.toString(), "the file is larger than 1 MB", "give the path of a configuration");
      }
      return Files.readString(file);
    } catch (CharacterCodingException e) {
      throw new ConfigurationException(
          file.toString(), "the file is not UTF-8 text", "save it as UTF-8");
    } catch (IOException e) {
      throw new ConfigurationException(
          file.toString(),
          "the configuration file cannot be read",
          "check that it exists and is readable; 'understudy init' writes one");
    }
  }
}
