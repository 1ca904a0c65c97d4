package dev.understudy.schedule;

import java.text.ParseException;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.TimeZone;
import org.quartz.CronExpression;

/** The times that a schedule in Quartz's form means, in UTC: no hour is missing, and none twice. */
@SuppressWarnings("JavaUtilDate") // which Quartz asks for
public final class CronTimes {
  private final CronExpression expression;

  /**
   * @param text second, minute, hour, day of month, month, day of week, and possibly year
   * @throws ScheduleException when Quartz does not understand it
   */
  public CronTimes(String text) {
    try {
      expression = new CronExpression(text);
      expression.setTimeZone(TimeZone.getTimeZone("UTC"));
    } catch (ParseException e) {
      throw new ScheduleException(text, "read the schedule " + text, e);
    }
  }

  /** The first of its times that is later; empty when there is none any more. */
  public Optional<Instant> after(Instant instant) {
    return Optional.ofNullable(expression.getNextValidTimeAfter(Date.from(instant)))
        .map(Date::toInstant);
  }
}
