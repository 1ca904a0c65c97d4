package dev.understudy.cloud;

import dev.understudy.common.ErrorClass;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Address;
import software.amazon.awssdk.services.ec2.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ec2.model.Filter;
import software.amazon.awssdk.services.ec2.model.InstanceNetworkInterface;
import software.amazon.awssdk.services.ec2.model.InstancePrivateIpAddress;
import software.amazon.awssdk.services.ec2.model.InstanceStatus;
import software.amazon.awssdk.services.ec2.model.InstanceStatusEvent;

/** EC2 by the SDK. */
final class Ec2Cloud implements Cloud {
  /** How the service answers a dry run of what would be allowed. */
  private static final String ALLOWED = "DryRunOperation";

  private final Ec2Client client;
  private final String name;

  /**
   * @param name for error messages
   */
  Ec2Cloud(Ec2Client client, String name) {
    this.client = client;
    this.name = name;
  }

  @Override
  public Optional<Instance> instance(String id) {
    try {
      return ask(() -> client.describeInstances(request -> request.instanceIds(id)))
          .reservations()
          .stream()
          .flatMap(reservation -> reservation.instances().stream())
          .filter(instance -> id.equals(instance.instanceId()))
          .findFirst()
          .map(Ec2Cloud::instance);
    } catch (CloudException e) {
      if (e.notFound()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  @Override
  public List<Instance> launchedWith(String token) {
    return ask(
            () ->
                client.describeInstances(request -> request.filters(filter("client-token", token))))
        .reservations()
        .stream()
        .flatMap(reservation -> reservation.instances().stream())
        .map(Ec2Cloud::instance)
        .toList();
  }

  @Override
  public String launch(Launch launch, String token) {
    return ask(() -> client.runInstances(LaunchRequest.of(launch, token)))
        .instances()
        .get(0)
        .instanceId();
  }

  @Override
  public Image image(String owner, String name, String architecture) {
    return image(
        name,
        ask(
            () ->
                client.describeImages(
                    request ->
                        request
                            .owners(owner)
                            .filters(
                                filter("name", name),
                                filter("architecture", architecture),
                                filter("state", "available")))));
  }

  @Override
  public Image image(String id) {
    return image(id, ask(() -> client.describeImages(request -> request.imageIds(id))));
  }

  private Image image(String wanted, DescribeImagesResponse found) {
    return found.images().stream()
        .max(Comparator.comparing(image -> word(image.creationDate())))
        .map(image -> new Image(image.imageId(), word(image.name()), word(image.rootDeviceName())))
        .orElseThrow(
            () ->
                new CloudException(
                    ErrorClass.CONFIGURATION,
                    name,
                    "",
                    "there is no image " + wanted + " of this owner and architecture",
                    "correct ec2.image, ec2.image_owner or ec2.type of the node",
                    null));
  }

  @Override
  public String consoleOutput(String id) {
    String encoded =
        word(ask(() -> client.getConsoleOutput(request -> request.instanceId(id))).output());
    return new String(Base64.getMimeDecoder().decode(encoded), StandardCharsets.UTF_8);
  }

  private static Instance instance(software.amazon.awssdk.services.ec2.model.Instance found) {
    Optional<InstanceNetworkInterface> first =
        found.networkInterfaces().stream()
            .filter(
                each ->
                    each.attachment() != null
                        && Integer.valueOf(0).equals(each.attachment().deviceIndex()))
            .findFirst();
    return new Instance(
        found.instanceId(),
        Instance.State.of(found.state().nameAsString()),
        found.placement() == null ? "" : word(found.placement().availabilityZone()),
        addresses(found),
        first.map(InstanceNetworkInterface::networkInterfaceId).orElse(""),
        first.map(each -> each.privateIpAddresses()).orElse(List.of()).stream()
            .map(InstancePrivateIpAddress::privateIpAddress)
            .toList());
  }

  private static Set<String> addresses(software.amazon.awssdk.services.ec2.model.Instance found) {
    Set<String> addresses = new HashSet<>();
    addresses.add(word(found.privateIpAddress()));
    addresses.add(word(found.publicIpAddress()));
    addresses.add(word(found.privateDnsName()));
    addresses.add(word(found.publicDnsName()));
    for (InstanceNetworkInterface each : found.networkInterfaces()) {
      each.privateIpAddresses().forEach(one -> addresses.add(word(one.privateIpAddress())));
      each.ipv6Addresses().forEach(one -> addresses.add(word(one.ipv6Address())));
    }
    addresses.remove("");
    return addresses;
  }

  @Override
  public void stop(String id) {
    ask(() -> client.stopInstances(request -> request.instanceIds(id).force(true)));
  }

  @Override
  public void requireMayStop(String id) {
    try {
      ask(() -> client.stopInstances(request -> request.instanceIds(id).force(true).dryRun(true)));
      throw new CloudException(
          ErrorClass.UNKNOWN,
          name,
          "",
          "the cloud did not say whether it would stop it",
          null,
          null);
    } catch (CloudException e) {
      if (!e.code().equals(ALLOWED)) {
        throw e;
      }
    }
  }

  @Override
  public void start(String id) {
    ask(() -> client.startInstances(request -> request.instanceIds(id)));
  }

  @Override
  public Map<String, InstanceHealth> health(Collection<String> ids) {
    Map<String, InstanceHealth> health = new HashMap<>();
    ask(() ->
            client.describeInstanceStatus(
                request -> request.instanceIds(ids).includeAllInstances(true)))
        .instanceStatuses()
        .forEach(status -> health.put(status.instanceId(), health(status)));
    return health;
  }

  private static InstanceHealth health(InstanceStatus status) {
    return new InstanceHealth(
        status.instanceStatus() == null ? "" : word(status.instanceStatus().statusAsString()),
        status.systemStatus() == null ? "" : word(status.systemStatus().statusAsString()),
        status.events().stream().filter(Ec2Cloud::ahead).map(Ec2Cloud::event).toList());
  }

  /** Events that are over stay in the list for a week, and say so in front of their description. */
  private static boolean ahead(InstanceStatusEvent event) {
    String words = word(event.description());
    return !words.startsWith("[Completed]") && !words.startsWith("[Canceled]");
  }

  private static InstanceHealth.Event event(InstanceStatusEvent event) {
    return new InstanceHealth.Event(
        word(event.codeAsString()),
        word(event.description()),
        Optional.ofNullable(event.notBefore()));
  }

  @Override
  public ElasticAddress elastic(String allocation) {
    Address found =
        ask(() -> client.describeAddresses(request -> request.allocationIds(allocation)))
            .addresses()
            .stream()
            .findFirst()
            .orElseThrow(
                () ->
                    new CloudException(
                        ErrorClass.CONFIGURATION,
                        name,
                        "",
                        "there is no Elastic IP " + allocation,
                        "correct ec2.address",
                        null));
    return new ElasticAddress(
        allocation,
        word(found.publicIp()),
        Optional.of(word(found.instanceId())).filter(id -> !id.isEmpty()));
  }

  @Override
  public void moveElastic(String allocation, String instance) {
    ask(
        () ->
            client.associateAddress(
                request ->
                    request
                        .allocationId(allocation)
                        .instanceId(instance)
                        .allowReassociation(true)));
  }

  @Override
  public void movePrivate(String ip, String networkInterface) {
    ask(
        () ->
            client.assignPrivateIpAddresses(
                request ->
                    request
                        .networkInterfaceId(networkInterface)
                        .privateIpAddresses(ip)
                        .allowReassignment(true)));
  }

  private static Filter filter(String of, String value) {
    return Filter.builder().name(of).values(value).build();
  }

  private <T> T ask(Supplier<T> call) {
    try {
      return call.get();
    } catch (SdkException e) {
      throw Ec2Errors.explain(name, e);
    }
  }

  private static String word(@Nullable String text) {
    return text == null ? "" : text;
  }
}
