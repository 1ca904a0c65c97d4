package dev.understudy.schedule;

import java.time.Instant;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.TriggerKey;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Rings one alarm. */
final class RingJob implements Job {
  private static final Logger LOG = LoggerFactory.getLogger(RingJob.class);

  private final Alarms.Listener listener;

  RingJob(Alarms.Listener listener) {
    this.listener = listener;
  }

  @Override
  public void execute(JobExecutionContext context) {
    TriggerKey trigger = trigger(context);
    try {
      listener.ring(trigger.getName(), scheduled(context));
    } catch (RuntimeException e) {
      // The alarm has rung and is gone; its owner's sweep finds what was not done and sets it
      // again.
      LOG.error("{}: the listener of the alarm failed; the next sweep sees to it", trigger, e);
    }
  }

  private static TriggerKey trigger(JobExecutionContext context) {
    return context.isRecovering()
        ? context.getRecoveringTriggerKey()
        : context.getTrigger().getKey();
  }

  private static Instant scheduled(JobExecutionContext context) {
    if (context.isRecovering()) {
      JobDataMap original = context.getTrigger().getJobDataMap();
      return Instant.ofEpochMilli(
          original.getLongValue(
              Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS));
    }
    return context.getScheduledFireTime().toInstant();
  }
}
