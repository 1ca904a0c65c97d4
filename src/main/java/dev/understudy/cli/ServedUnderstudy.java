package dev.understudy.cli;

import static dev.understudy.cli.RunningService.path;

import dev.understudy.api.Backups;
import dev.understudy.api.CheckReport;
import dev.understudy.api.Explanation;
import dev.understudy.api.Plan;
import dev.understudy.api.Reload;
import dev.understudy.api.Status;
import dev.understudy.api.Understudy;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The product beside a service that runs. What needs a look at hosts is asked of the service, which
 * is connected with them and watches them already; all else is read from the store, or left in it
 * for the service, as by any process.
 */
final class ServedUnderstudy {
  private static final Logger LOG = LoggerFactory.getLogger(ServedUnderstudy.class);
  private static final String CLUSTER = "/api/v1/clusters/%s";

  /** What the service answers, by the name of the method. */
  private static final Map<String, Question> QUESTIONS =
      Map.of(
          "reload", (service, words) -> service.post("/api/v1/reload", Reload.class),
          "status", (service, words) -> ask(service, "/status", words, Status.class),
          "plan", (service, words) -> ask(service, "/plan", words, Plan.class),
          "backups", (service, words) -> ask(service, "/backups", words, Backups.class),
          "explain", ServedUnderstudy::explain,
          "check", ServedUnderstudy::check,
          "checkAll", ServedUnderstudy::checkAll);

  private final Understudy local;
  private final RunningService service;

  /** Asks the service what a method was asked. */
  @FunctionalInterface
  private interface Question {
    Object ask(RunningService service, Object[] words) throws RunningService.Silent;
  }

  private ServedUnderstudy(Understudy local, RunningService service) {
    this.local = local;
    this.service = service;
  }

  /** The product of this process, which asks the service where that knows better. */
  static Understudy of(Understudy local, RunningService service) {
    ServedUnderstudy served = new ServedUnderstudy(local, service);
    return (Understudy)
        Proxy.newProxyInstance(
            ServedUnderstudy.class.getClassLoader(),
            new Class<?>[] {Understudy.class},
            (proxy, method, words) -> served.answer(method, words == null ? new Object[0] : words));
  }

  private Object answer(Method method, Object[] words) throws Throwable {
    Question question = QUESTIONS.get(method.getName());
    if (question != null) {
      try {
        return question.ask(service, words);
      } catch (RunningService.Silent e) {
        // It may be ending, or hang: this process looks by itself.
        LOG.warn("the service that runs does not answer: {}", e.getMessage());
      }
    }
    try {
      return method.invoke(local, words);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static <T> T ask(RunningService service, String what, Object[] words, Class<T> type)
      throws RunningService.Silent {
    return service.get(path(CLUSTER, words[0]) + what, type);
  }

  private static Explanation explain(RunningService service, Object[] words)
      throws RunningService.Silent {
    String at = ((Optional<?>) words[1]).map(time -> path("?at=%s", time)).orElse("");
    return ask(service, "/explanation" + at, words, Explanation.class);
  }

  private static CheckReport check(RunningService service, Object[] words)
      throws RunningService.Silent {
    return ask(service, "/checks" + named((List<?>) words[1]), words, CheckReport.class);
  }

  private static List<CheckReport> checkAll(RunningService service, Object[] words)
      throws RunningService.Silent {
    return List.of(service.get("/api/v1/checks" + named((List<?>) words[0]), CheckReport[].class));
  }

  private static String named(List<?> checks) {
    return checks.stream()
        .map(check -> path("check=%s", check))
        .collect(Collectors.joining("&", "?", ""));
  }
}
