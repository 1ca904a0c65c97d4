package dev.understudy.config;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The EC2 instance that is to be launched as a node's host, at the address of the node.
 *
 * @param image the id of an image, such as {@code ami-0abc}, or a name: the newest of its owner
 * @param imageOwner whose images are looked through: an account's number, or amazon
 * @param type such as {@code m7g.large}
 * @param subnet where it is launched; the node's address is one of it
 * @param zone that of the subnet, where somebody wants to have said so
 * @param securityGroups at least one
 * @param volume bytes of its root volume; empty: as large as the image's
 * @param volumeType such as {@code gp3}; empty: EC2's choice
 */
public record Ec2Launch(
    String image,
    Optional<String> imageOwner,
    String type,
    String subnet,
    Optional<String> zone,
    List<String> securityGroups,
    OptionalLong volume,
    Optional<String> volumeType,
    boolean encrypted,
    Optional<String> keyName,
    Optional<String> profile,
    Map<String, String> tags) {
  public Ec2Launch {
    securityGroups = List.copyOf(securityGroups);
  }
}
