package dev.understudy.cloud;

import static dev.understudy.cloud.Xml.element;
import static dev.understudy.cloud.Xml.set;
import static dev.understudy.cloud.Xml.text;

import dev.understudy.cloud.Ec2Account.Server;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the account answers, in the XML of the API's version 2016-11-15. */
final class Ec2Answers {
  private static final Map<String, String> CODES =
      Map.of(
          "pending", "0",
          "running", "16",
          "shutting-down", "32",
          "terminated", "48",
          "stopping", "64",
          "stopped", "80");

  private final Ec2Account account;

  Ec2Answers(Ec2Account account) {
    this.account = account;
  }

  /** Carries out what is asked, under the account's lock. */
  String answer(Ec2Request request) {
    String content =
        switch (request.action()) {
          case "DescribeInstances" ->
              set(
                  "reservationSet",
                  chosen(request),
                  server -> set("instancesSet", List.of(server), this::instance));
          case "DescribeInstanceStatus" ->
              set("instanceStatusSet", chosen(request), Ec2Answers::status);
          case "RunInstances" -> set("instancesSet", List.of(launched(request)), this::instance);
          case "DescribeImages" -> images(request);
          case "GetConsoleOutput" -> {
            Server server = account.server(request.get("InstanceId"));
            byte[] console = server.console.getBytes(StandardCharsets.UTF_8);
            yield text("instanceId", server.id)
                + text("output", Base64.getMimeEncoder().encodeToString(console));
          }
          case "StopInstances" -> {
            if (!request.is("Force")) {
              throw new Ec2Fault(400, "InvalidParameterValue");
            }
            request.list("InstanceId").forEach(account::stop);
            yield set("instancesSet", chosen(request), Ec2Answers::state);
          }
          case "StartInstances" -> {
            request.list("InstanceId").forEach(account::start);
            yield set("instancesSet", chosen(request), Ec2Answers::state);
          }
          case "DescribeAddresses" ->
              set("addressesSet", request.list("AllocationId"), this::address);
          case "AssociateAddress" -> {
            account.moveElastic(request.get("AllocationId"), request.get("InstanceId"));
            yield text("return", "true") + text("associationId", "eipassoc-1");
          }
          case "AssignPrivateIpAddresses" -> {
            request
                .list("PrivateIpAddress")
                .forEach(
                    ip ->
                        account.movePrivate(
                            ip,
                            request.get("NetworkInterfaceId"),
                            request.is("AllowReassignment")));
            yield text("return", "true");
          }
          default -> throw new Ec2Fault(400, "InvalidAction");
        };
    return "<%1$sResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\">%2$s%3$s</%1$sResponse>"
        .formatted(request.action(), text("requestId", "1"), content);
  }

  private Server launched(Ec2Request request) {
    String details = new TreeMap<>(request.fields()).toString();
    String zone = request.get("Placement.AvailabilityZone");
    return account.launch(
        request.get("ClientToken"),
        request.get("PrivateIpAddress"),
        zone.isEmpty() ? "eu-west-1a" : zone,
        details);
  }

  /** Two of every name, of which the second is the newer one; none of the name nothing. */
  private static String images(Ec2Request request) {
    String id = request.get("ImageId.1");
    String name = id.isEmpty() ? request.get("Filter.1.Value.1") : "by id";
    String owner = request.get("Owner.1");
    List<String> found = id.isEmpty() ? List.of("ami-00000001", "ami-00000002") : List.of(id);
    return set(
        "imagesSet",
        name.equals("nothing") ? List.of() : found,
        each ->
            text("imageId", each)
                + text("name", name + " of " + owner)
                + text("rootDeviceName", "/dev/xvda")
                + text("creationDate", "2026-01-0" + each.charAt(11) + "T00:00:00.000Z"));
  }

  private List<Server> chosen(Ec2Request request) {
    if (request.get("Filter.1.Name").equals("client-token")) {
      String token = request.get("Filter.1.Value.1");
      return account.servers().stream().filter(server -> server.token.equals(token)).toList();
    }
    List<String> ids = request.list("InstanceId");
    return ids.isEmpty()
        ? account.servers()
        : new ArrayList<>(ids.stream().map(account::server).toList());
  }

  private static String state(Server server) {
    return text("instanceId", server.id)
        + element(
            "currentState", text("code", CODES.get(server.state)), text("name", server.state));
  }

  private String instance(Server server) {
    List<String> ips = new ArrayList<>(List.of(server.ip));
    ips.addAll(server.secondary);
    return text("instanceId", server.id)
        + element(
            "instanceState", text("code", CODES.get(server.state)), text("name", server.state))
        + text("privateIpAddress", server.ip)
        + text("privateDnsName", "ip-" + server.ip.replace('.', '-') + ".internal")
        + element("placement", text("availabilityZone", server.zone))
        + set(
            "networkInterfaceSet",
            List.of(server),
            each ->
                text("networkInterfaceId", each.networkInterface)
                    + element("attachment", text("deviceIndex", "0"))
                    + set("privateIpAddressesSet", ips, ip -> text("privateIpAddress", ip)))
        + set(
            "tagSet",
            server.tags.entrySet(),
            tag -> text("key", tag.getKey()) + text("value", tag.getValue()));
  }

  private static String status(Server server) {
    return text("instanceId", server.id)
        + text("availabilityZone", server.zone)
        + element(
            "instanceState", text("code", CODES.get(server.state)), text("name", server.state))
        + element("systemStatus", text("status", server.systemStatus))
        + element("instanceStatus", text("status", server.instanceStatus))
        + set(
            "eventsSet",
            server.events,
            event ->
                text("code", event.get("code"))
                    + text("description", event.get("description"))
                    + text("notBefore", event.get("notBefore")));
  }

  private String address(String allocation) {
    String instance = account.elastic(allocation);
    return text("allocationId", allocation)
        + text("publicIp", "203.0.113.7")
        + (instance.isEmpty() ? "" : text("instanceId", instance));
  }
}
