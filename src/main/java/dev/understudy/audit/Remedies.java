package dev.understudy.audit;

import dev.understudy.config.CheckId;

/** What a person can do about what a check found. */
final class Remedies {
  private Remedies() {}

  static String of(CheckId check) {
    return switch (check) {
      case ARCHIVE_REPOSITORY ->
          "check that the service reaches the repository, and its credentials there";
      case ARCHIVE_GAPS -> "take a full base backup now: no recovery passes a gap";
      case ARCHIVE_TIMELINES ->
          "copy the named history files from the primary's pg_wal into the archive;"
              + " without them a recovery stays on an older timeline";
      case ARCHIVE_RESTORE_RANGE -> "take a full base backup now";
      case ARCHIVE_WRITER ->
          "find the other server and stop it; each cluster needs a bucket, prefix or path of its own";
      case ARCHIVE_STALENESS, ARCHIVER_FAILURES ->
          "see in the primary's log why archiving fails, and whether it reaches the repository";
      case ARCHIVE_BACKLOG ->
          "mend archiving before the disk is full, or give pg_wal more room; delete nothing in it";
      case BASE_BACKUP_DRIFT -> "take a base backup, and see why there is no newer one";
      case BASE_BACKUP_RETENTION -> "see why old backups are not removed";
      case RESTORE_DRILL -> "run a restore drill, and see what it says";
      case SERVER_ANSWERS ->
          "see in the server's log, and on its host, why it does not answer; understudy watch shows what is known";
      case NO_PRIMARY ->
          "bring the primary back, or promote a standby: writes have nowhere to go until then";
      case TWO_PRIMARIES ->
          "stop the one that must not be it at once, before both have been written to for longer";
      case PRIMARY_OF_RECORD ->
          "find out who promoted or demoted a server; nothing automatic is done until that is settled";
      case SYSTEM_IDENTIFIER ->
          "the server is another one than the cluster's: see what was restored or started there";
      case TIMELINE -> "copy the standby anew if it does not follow by itself: copy-anew";
      case STANDBY_STREAMING ->
          "see in the standby's log why it does not connect; if its WAL is gone: copy-anew";
      case RECEIVER_STALLED -> "see whether the network between standby and primary still works";
      case REPLAY_PAUSED ->
          "resume it on the standby: SELECT pg_wal_replay_resume(), or silence this while it is wanted";
      case REPLICATION_LAG ->
          "see whether the standby's disks, its network or a long query there hold it up";
      case REPLAY_STUCK ->
          "see on the standby which query or lock holds replay up: pg_stat_activity, and its log";
      case SLOT_MISSING -> "provision again: it makes the slot; then see who dropped it";
      case SLOT_INACTIVE ->
          "bring the standby back, or take it out of the cluster: its slot keeps WAL until then";
      case SLOT_LOST ->
          "the standby can't catch up any more: copy-anew, or let it restore from the archive";
      case SLOT_RETENTION -> "bring the standby back before its WAL is gone, or the disk is full";
      case CONNECTIONS -> "end what is idle, use a pooler, or raise max_connections";
      case DISK_SPACE, DISK_FORECAST ->
          "give the disk more room, or find what grows; delete nothing in pg_wal";
      case DISK_INODES, INODES_FORECAST ->
          "find which directory has so many small files; delete nothing in the data directory";
      case SSH_ACCESS ->
          "see whether sshd, the login, its key and sudo on the host still work: nothing can be repaired without";
      case FAILOVER_CANDIDATE ->
          "mend what is named, while the primary still lives; understudy explain tells more";
      case MINOR_VERSIONS -> "bring the packages of all hosts to the same version";
      case SETTINGS_DRIFT ->
          "give the nodes the same settings, in settings: of the cluster, and provision";
      case SETTINGS_PROVISIONED ->
          "see who set it, and provision again, or write it into settings: of the cluster";
      case PENDING_RESTART -> "restart the server at a quiet hour, standbys before the primary";
      case COLLATION_VERSIONS ->
          "bring all hosts to one version of libc and ICU, and reindex what sorts by text";
      case TRANSACTION_ID_AGE ->
          "see what keeps vacuum back (long or prepared transactions, slots), and vacuum the oldest tables";
      case LONG_TRANSACTION -> "see whether it still works; end it with pg_terminate_backend(pid)";
      case PREPARED_TRANSACTION ->
          "end it: COMMIT PREPARED or ROLLBACK PREPARED, as its coordinator says";
      case CLOCK_OFFSET -> "see whether the host's time service (chrony, ntp) still works";
      case CERTIFICATE_EXPIRY -> "renew it; one that Understudy made is renewed by provision";
      case PASSWORD_EXPIRY ->
          "provision again for Understudy's own roles; for others: ALTER ROLE … VALID UNTIL …, with a new password";
      case STORE_SIZE ->
          "see what grows in it, and keep history for a shorter time: retention in the configuration";
      case STORE_BACKUP ->
          "see in the service's log why the store is not copied: without a copy its machine must not be lost";
      case STORE_INTEGRITY ->
          "stop the service, keep the damaged store aside, and bring the newest copy back: understudy store restore";
      case CLOUD_FENCING ->
          "give the service's credentials the policy of docs/ec2.md: a lost primary cannot be fenced by the cloud without";
      case INSTANCE_HEALTH ->
          "see what EC2 says of the instance; if it is the primary, switch over while it still serves";
      case INSTANCE_EVENTS ->
          "if it is the primary, switch over before; then stop and start the instance at a time of your choice";
      case INSTANCE_ZONES -> "make a standby in another zone: all nodes are lost with this one";
      case PROVISIONING_DRIFT -> "see understudy plan, then provision, or change the configuration";
      case RECOVERY_TIME -> "take base backups more often, or restore to a faster host";
    };
  }
}
