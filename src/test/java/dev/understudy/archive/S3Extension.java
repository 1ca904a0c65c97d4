package dev.understudy.archive;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Hands the S3 server to tests: one for all of them, started when the first one asks. */
public final class S3Extension implements ParameterResolver {
  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
    return parameter.getParameter().getType() == TestS3.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
    return test.getRoot()
        .getStore(Namespace.create(S3Extension.class))
        .getOrComputeIfAbsent(TestS3.class, key -> started(), TestS3.class);
  }

  private static TestS3 started() {
    try {
      return TestS3.start();
    } catch (Exception e) {
      throw new IllegalStateException("the S3 server did not start", e);
    }
  }
}
