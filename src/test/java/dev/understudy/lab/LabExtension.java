package dev.understudy.lab;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Makes the lab when the first proof needs it and takes it down after the last. */
final class LabExtension implements ParameterResolver {
  private static final String TOOL = "lab/lab";

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext extension) {
    return parameter.getParameter().getType() == Lab.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext extension) {
    return extension
        .getRoot()
        .getStore(Namespace.create(LabExtension.class))
        .getOrComputeIfAbsent(Lab.class, key -> open(), Lab.class);
  }

  private static Lab open() {
    Map<String, String> environment = System.getenv();
    Lab lab =
        new Lab(
            Path.of(TOOL).toAbsolutePath(),
            environment.getOrDefault("UNDERSTUDY_TEST_LAB", "test"),
            environment.getOrDefault("UNDERSTUDY_TEST_SUBNET", "10.78.0"));
    lab.clear();
    // Also when the tests are ended by a signal.
    Runtime.getRuntime().addShutdownHook(new Thread(lab::close));
    return lab;
  }
}
