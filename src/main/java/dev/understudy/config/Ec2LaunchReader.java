package dev.understudy.config;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** Reads the instance that is to be launched as a node's host. */
final class Ec2LaunchReader {
  private static final Pattern TYPE = Pattern.compile("[a-z0-9-]+\\.[a-z0-9-]+");
  private static final Pattern OWNER = Pattern.compile("[0-9]{12}|amazon|self|aws-marketplace");
  private static final Pattern ZONE = Pattern.compile("[a-z0-9-]{1,60}");
  private static final long GIB = 1L << 30;
  private static final long LARGEST = 64L << 40;

  private Ec2LaunchReader() {}

  static Ec2Launch read(Section section) {
    Section tags = section.section("tags");
    Ec2Launch launch =
        new Ec2Launch(
            section
                .required("image", "an image such as debian-12 or ami-0abc…", Values::text)
                .orElse(""),
            section.optional(
                "image_owner", "an account's number, amazon or self", Ec2Reader.matching(OWNER)),
            section.required("type", "such as m7g.large", Ec2Reader.matching(TYPE)).orElse(""),
            section
                .required("subnet", "a subnet such as subnet-0abc…", Ec2Reader.ids("subnet"))
                .orElse(""),
            section.optional("zone", "a zone such as eu-west-1b", Ec2Reader.matching(ZONE)),
            groups(section),
            volume(section),
            section.optional(
                "volume_type",
                "gp3, gp2, io2, io1 or st1",
                Ec2Reader.matching(Pattern.compile("gp[23]|io[12]|st1"))),
            section.optional("encrypted", Values.BOOLEAN, Values::bool).orElse(true),
            section.optional("key_name", "the name of a key pair", Values::text),
            section.optional("profile", "the name of an instance profile", Values::text),
            tags.strings("a text"));
    section.close();
    return launch;
  }

  private static List<String> groups(Section section) {
    String expected = "security groups such as sg-0abc…";
    List<String> groups =
        section.items(
            "security_groups",
            expected,
            Ec2Reader.ids("sg"),
            mapping -> {
              section.problem(mapping.where(), "it is a mapping", expected);
              return Optional.empty();
            });
    if (section.node("security_groups").isEmpty()) {
      section.problem(section.where(), section.name("security_groups") + " is missing", expected);
    }
    return groups;
  }

  private static OptionalLong volume(Section section) {
    Optional<Long> volume =
        section.optional(
            "volume",
            "a size in whole GiB such as 200GiB",
            text ->
                Units.size(text).stream()
                    .boxed()
                    .filter(size -> size >= GIB && size <= LARGEST && size % GIB == 0)
                    .findFirst());
    return volume.map(OptionalLong::of).orElse(OptionalLong.empty());
  }
}
