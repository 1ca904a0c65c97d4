package dev.understudy.cloud;

import dev.understudy.config.Ec2Launch;
import java.util.List;
import software.amazon.awssdk.services.ec2.model.BlockDeviceMapping;
import software.amazon.awssdk.services.ec2.model.HttpTokensState;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RunInstancesRequest;
import software.amazon.awssdk.services.ec2.model.ShutdownBehavior;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.TagSpecification;

/** A launch in the SDK's words. */
final class LaunchRequest {
  private LaunchRequest() {}

  static RunInstancesRequest of(Launch launch, String token) {
    Ec2Launch config = launch.config();
    RunInstancesRequest.Builder request =
        RunInstancesRequest.builder()
            .clientToken(token)
            .minCount(1)
            .maxCount(1)
            .imageId(launch.image().id())
            .instanceType(config.type())
            .subnetId(config.subnet())
            .privateIpAddress(launch.privateIp())
            .securityGroupIds(config.securityGroups())
            .instanceInitiatedShutdownBehavior(ShutdownBehavior.STOP)
            // Version 2 of the metadata service: what can make a host ask for a page gets no keys.
            .metadataOptions(options -> options.httpTokens(HttpTokensState.REQUIRED))
            .blockDeviceMappings(root(launch))
            .tagSpecifications(
                tags(launch, ResourceType.INSTANCE), tags(launch, ResourceType.VOLUME));
    config.zone().ifPresent(zone -> request.placement(place -> place.availabilityZone(zone)));
    config.keyName().ifPresent(request::keyName);
    config.profile().ifPresent(name -> request.iamInstanceProfile(profile -> profile.name(name)));
    return request.build();
  }

  private static BlockDeviceMapping root(Launch launch) {
    Ec2Launch config = launch.config();
    return BlockDeviceMapping.builder()
        .deviceName(launch.image().rootDevice())
        .ebs(
            volume -> {
              volume.encrypted(config.encrypted()).deleteOnTermination(false);
              config.volumeType().ifPresent(volume::volumeType);
              config.volume().ifPresent(bytes -> volume.volumeSize(Math.toIntExact(bytes >> 30)));
            })
        .build();
  }

  private static TagSpecification tags(Launch launch, ResourceType of) {
    List<Tag> tags =
        launch.tags().entrySet().stream()
            .map(tag -> Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
            .toList();
    return TagSpecification.builder().resourceType(of).tags(tags).build();
  }
}
