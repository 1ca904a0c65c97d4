package dev.understudy.schedule;

import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;

/** Alarms in Quartz's terms: one job, and a trigger for each alarm. */
@SuppressWarnings("JavaUtilDate") // which Quartz asks for
final class AlarmTriggers {
  static final String ONCE = "once";
  static final String EVERY = "every";

  private AlarmTriggers() {}

  static JobDetail job() {
    return JobBuilder.newJob(RingJob.class)
        .withIdentity("ring", "alarms")
        .storeDurably()
        .requestRecovery()
        .build();
  }

  static TriggerKey once(String key) {
    return new TriggerKey(key, ONCE);
  }

  static TriggerKey every(String key) {
    return new TriggerKey(key, EVERY);
  }

  /** Exempt from Quartz's handling of misfires, which would replace the time by the present. */
  static Trigger once(String key, long atMillis) {
    return TriggerBuilder.newTrigger()
        .withIdentity(once(key))
        .forJob(job())
        .startAt(new Date(atMillis))
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires())
        .build();
  }

  /** Rings missed meanwhile are not made up for; the next one keeps to the rhythm. */
  static Trigger every(String key, Duration interval, long firstMillis) {
    return TriggerBuilder.newTrigger()
        .withIdentity(every(key))
        .forJob(job())
        .startAt(new Date(firstMillis))
        .withSchedule(
            SimpleScheduleBuilder.simpleSchedule()
                .withIntervalInMilliseconds(interval.toMillis())
                .repeatForever()
                .withMisfireHandlingInstructionNextWithRemainingCount())
        .build();
  }

  /** Quartz counts in milliseconds; rounded up, so that nothing rings before its time. */
  static long millis(Instant at) {
    long millis = at.toEpochMilli();
    return Instant.ofEpochMilli(millis).equals(at) ? millis : millis + 1;
  }
}
