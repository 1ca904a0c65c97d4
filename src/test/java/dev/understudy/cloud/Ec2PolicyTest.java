package dev.understudy.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.understudy.common.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The policy in docs/ec2.md allows what the code asks of EC2, and nothing else. */
class Ec2PolicyTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/understudy");
  private static final Pattern CALL = Pattern.compile("\\bclient\\s*\\.([a-z]\\w+)\\(");

  @Test
  void thePolicyIsTheCallsThatTheCodeMakes() throws IOException {
    Set<String> calls = new TreeSet<>();
    for (Path source : usingTheSdk()) {
      Matcher call = CALL.matcher(Files.readString(source));
      while (call.find()) {
        String name = call.group(1);
        calls.add("ec2:" + Character.toUpperCase(name.charAt(0)) + name.substring(1));
      }
    }
    assertThat(calls).contains("ec2:StopInstances");
    // A launch that tags, and one that hands a profile to the instance, ask for these beside it.
    calls.addAll(Set.of("ec2:CreateTags", "iam:PassRole"));
    assertThat(allowed()).isEqualTo(calls);
  }

  private static List<Path> usingTheSdk() throws IOException {
    try (Stream<Path> files = Files.walk(SOURCES)) {
      List<Path> using = new ArrayList<>();
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        if (Files.readString(file).contains("software.amazon.awssdk.services.ec2.Ec2Client;")) {
          using.add(file);
        }
      }
      return using;
    }
  }

  private static Set<String> allowed() throws IOException {
    String page = Files.readString(Path.of("docs/ec2.md"));
    int begin = page.indexOf("```json\n") + "```json\n".length();
    Set<String> actions = new TreeSet<>();
    for (JsonNode statement :
        Json.read(page.substring(begin, page.indexOf("```", begin))).path("Statement")) {
      statement.path("Action").forEach(action -> actions.add(action.asText()));
    }
    return actions;
  }
}
