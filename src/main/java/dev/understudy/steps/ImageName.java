package dev.understudy.steps;

import dev.understudy.config.Ec2Launch;
import java.util.regex.Pattern;

/**
 * Which image is meant: an id, or the newest of an owner's with such a name.
 *
 * @param architecture as EC2 calls that of the type
 */
record ImageName(String owner, String pattern, String architecture) {
  /** The account in which Debian publishes (https://wiki.debian.org/Cloud/AmazonEC2Image). */
  private static final String DEBIAN = "136693071363";

  /**
   * That of Canonical
   * (https://documentation.ubuntu.com/aws/aws-how-to/instances/find-ubuntu-images).
   */
  private static final String CANONICAL = "099720109477";

  /** Families of types with Graviton processors have a g behind their number, or are called a1. */
  private static final Pattern ARM = Pattern.compile("([a-z]+[0-9]+g[a-z0-9-]*|a1)\\..*");

  private static final Pattern DEBIAN_NAME = Pattern.compile("debian-[0-9]+");
  private static final Pattern UBUNTU_NAME = Pattern.compile("ubuntu-[0-9]{2}\\.[0-9]{2}");

  boolean id() {
    return pattern.startsWith("ami-");
  }

  static ImageName of(Ec2Launch launch) {
    boolean arm = ARM.matcher(launch.type()).matches();
    String architecture = arm ? "arm64" : "x86_64";
    String image = launch.image();
    if (launch.imageOwner().isEmpty() && DEBIAN_NAME.matcher(image).matches()) {
      return new ImageName(DEBIAN, image + "-" + (arm ? "arm64" : "amd64") + "-*", architecture);
    }
    if (launch.imageOwner().isEmpty() && UBUNTU_NAME.matcher(image).matches()) {
      String version = image.substring("ubuntu-".length());
      return new ImageName(
          CANONICAL,
          "ubuntu/images/hvm-ssd*/ubuntu-*-%s-%s-server-*"
              .formatted(version, arm ? "arm64" : "amd64"),
          architecture);
    }
    return new ImageName(launch.imageOwner().orElse("self"), image, architecture);
  }
}
