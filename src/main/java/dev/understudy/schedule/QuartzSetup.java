package dev.understudy.schedule;

import dev.understudy.store.Store;
import java.util.Properties;
import java.util.UUID;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.impl.StdSchedulerFactory;
import org.quartz.impl.jdbcjobstore.JobStoreTX;
import org.quartz.impl.jdbcjobstore.PostgreSQLDelegate;
import org.quartz.utils.DBConnectionManager;

/** Builds a scheduler on the store. */
final class QuartzSetup {
  private static final int MISFIRE_THRESHOLD_MILLIS = 5_000;
  private static final int RETRY_AFTER_STORE_FAILURE_MILLIS = 1_000;

  private QuartzSetup() {}

  /** The name under which the store's triggers are kept; the same at every start. */
  static String schedulerName(Store store) {
    return "understudy-" + store.owner();
  }

  static Scheduler scheduler(Store store, Alarms.Listener listener) throws SchedulerException {
    // Quartz keeps providers by name for the whole process, so no two may share one.
    String provider = "understudy-" + UUID.randomUUID();
    DBConnectionManager.getInstance()
        .addConnectionProvider(provider, new StoreConnections(store.writerPool()));
    Scheduler scheduler =
        new StdSchedulerFactory(properties(schedulerName(store), provider)).getScheduler();
    scheduler.setJobFactory((bundle, ignored) -> new RingJob(listener));
    return scheduler;
  }

  private static Properties properties(String name, String provider) {
    Properties properties = new Properties();
    set(properties, "scheduler.instanceName", name);
    set(properties, "scheduler.instanceId", "service");
    set(properties, "scheduler.threadName", "alarm-clock");
    set(properties, "scheduler.skipUpdateCheck", true);
    set(properties, "scheduler.makeSchedulerThreadDaemon", true);
    set(properties, "scheduler.batchTriggerAcquisitionMaxCount", AlarmThreads.COUNT);
    set(properties, "scheduler.dbFailureRetryInterval", RETRY_AFTER_STORE_FAILURE_MILLIS);
    set(properties, "threadPool.class", AlarmThreads.class.getName());
    set(properties, "jobStore.class", JobStoreTX.class.getName());
    set(properties, "jobStore.driverDelegateClass", PostgreSQLDelegate.class.getName());
    set(properties, "jobStore.useProperties", true);
    set(properties, "jobStore.dataSource", provider);
    set(properties, "jobStore.isClustered", false);
    set(properties, "jobStore.acquireTriggersWithinLock", true);
    set(properties, "jobStore.misfireThreshold", MISFIRE_THRESHOLD_MILLIS);
    set(properties, "jobStore.makeThreadsDaemons", true);
    return properties;
  }

  private static void set(Properties properties, String key, Object value) {
    properties.setProperty("org.quartz." + key, value.toString());
  }
}
