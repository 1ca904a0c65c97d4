package dev.understudy.simulation;

import dev.understudy.cloud.Cloud;
import dev.understudy.cloud.ElasticAddress;
import dev.understudy.cloud.Image;
import dev.understudy.cloud.Instance;
import dev.understudy.cloud.InstanceHealth;
import dev.understudy.cloud.Launch;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** The cloud in which the machines of a world are instances. What it does shows at a later look. */
final class SimCloud implements Cloud {
  private final World world;
  private final Life life;

  SimCloud(World world, Life life) {
    this.world = world;
    this.life = life;
  }

  /** The id of a machine's instance. */
  static String id(String machine) {
    return "i-0000000000000000" + machine.charAt(0);
  }

  private Machine machine(String id) {
    return world.machines().stream()
        .filter(machine -> id(machine.name()).equals(id))
        .findFirst()
        .orElseThrow();
  }

  private <T> T exchange(Supplier<T> act) {
    T answer;
    List<String> effects;
    synchronized (world) {
      life.requireAlive();
      int before = world.effectCount();
      answer = act.get();
      effects = world.effectsAfter(before);
    }
    life.sawEffects(effects);
    return answer;
  }

  @Override
  public Optional<Instance> instance(String id) {
    return exchange(
        () -> {
          Machine machine = machine(id);
          Instance.State state =
              switch (machine.power) {
                case "stopping" -> Instance.State.STOPPING;
                case "stopped" -> Instance.State.STOPPED;
                case "pending" -> Instance.State.PENDING;
                default -> Instance.State.RUNNING;
              };
          goOn(machine);
          return Optional.of(
              new Instance(
                  id,
                  state,
                  "eu-west-1a",
                  Set.of(machine.address()),
                  "eni-" + id.substring(2),
                  List.of(machine.address())));
        });
  }

  private static void goOn(Machine machine) {
    if (machine.power.equals("stopping")) {
      machine.power = "stopped";
    } else if (machine.power.equals("pending")) {
      machine.power = "running";
      if (machine.ownData().isPresent()
          && machine.text(Machine.START_CONF).strip().equals("auto")) {
        ChangeScripts.start(machine);
      }
    }
  }

  @Override
  public List<Instance> launchedWith(String token) {
    String id = exchange(() -> world.launched().getOrDefault(token, ""));
    return id.isEmpty() ? List.of() : instance(id).stream().toList();
  }

  /** The machine that has the address. */
  @Override
  public String launch(Launch launch, String token) {
    return exchange(
        () -> {
          Machine machine =
              world.machines().stream()
                  .filter(each -> each.address().equals(launch.privateIp()))
                  .findFirst()
                  .orElseThrow();
          if (!world.launched().containsKey(token)) {
            world.launched().put(token, id(machine.name()));
            machine.power = "pending";
            world.effect(machine, "launch the instance");
          }
          return id(machine.name());
        });
  }

  @Override
  public Image image(String owner, String name, String architecture) {
    return new Image("ami-00000001", name, "/dev/xvda");
  }

  @Override
  public Image image(String id) {
    return image("", id, "");
  }

  @Override
  public String consoleOutput(String id) {
    return """
        -----BEGIN SSH HOST KEY KEYS-----
        ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIBpv8QmJ0bkIbMaZQ3hA0p6wTgKxyuWlR4pP6jlZQ0aT root@host
        -----END SSH HOST KEY KEYS-----
        """;
  }

  @Override
  public void stop(String id) {
    exchange(
        () -> {
          Machine machine = machine(id);
          if (!machine.power.equals("stopping") && !machine.power.equals("stopped")) {
            machine.stop();
            machine.power = "stopping";
            world.effect(machine, "stop the instance");
          }
          return null;
        });
  }

  @Override
  public void requireMayStop(String id) {}

  @Override
  public void start(String id) {
    exchange(
        () -> {
          Machine machine = machine(id);
          if (machine.power.equals("stopped")) {
            machine.power = "pending";
            world.effect(machine, "start the instance");
          }
          return null;
        });
  }

  @Override
  public Map<String, InstanceHealth> health(Collection<String> ids) {
    return Map.of();
  }

  @Override
  public ElasticAddress elastic(String allocation) {
    return exchange(
        () ->
            new ElasticAddress(
                allocation,
                "203.0.113.7",
                Optional.of(world.elastic()).filter(id -> !id.isEmpty())));
  }

  @Override
  public void moveElastic(String allocation, String instance) {
    exchange(
        () -> {
          if (!world.elastic().equals(instance)) {
            world.elastic(instance);
            world.effect(machine(instance), "the address");
          }
          return null;
        });
  }

  @Override
  public void movePrivate(String ip, String networkInterface) {
    throw world.fault("no private address here");
  }
}
