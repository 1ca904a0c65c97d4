package dev.understudy.steps;

import dev.understudy.common.Sleeper;
import dev.understudy.config.FencingConfig;
import dev.understudy.host.Guard;
import dev.understudy.postgres.CertificateAuthority;
import dev.understudy.postgres.Connector;
import dev.understudy.postgres.JdbcConnector;
import dev.understudy.workflow.Runs;
import dev.understudy.workflow.StepType;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All step types that workflow files may use. */
public final class StepTypes {
  private StepTypes() {}

  /**
   * @param owner the UUID of the store in charge
   * @param runs those of the store
   * @return by name
   */
  public static Map<String, StepType> all(
      Sites sites, String owner, Runs runs, Clock clock, Sleeper sleeper) {
    return all(sites, owner, runs, clock, sleeper, new JdbcConnector(sites.authority(clock)));
  }

  /** As above, with a way of one's own for the service's connections to PostgreSQL. */
  public static Map<String, StepType> all(
      Sites sites, String owner, Runs runs, Clock clock, Sleeper sleeper, Connector connector) {
    Guard guard = new Guard();
    CertificateAuthority authority = sites.authority(clock);
    OwnershipCheck ownership = new OwnershipCheck(guard, owner);
    ServerControl server = new ServerControl(sleeper);
    FencingMethods fencing =
        new FencingMethods(way -> fencing(way, sites, sleeper), new ConfirmationFencing(sleeper));
    List<StepType> types =
        List.of(
            new ClusterPreflightStep(sites, new PreflightSurvey(clock, ownership)),
            new ClusterOwnedStep(sites, ownership),
            new ClusterRegisterStep(sites),
            new ClusterRecordStep(sites, clock),
            new ClusterForgetStep(sites),
            new ClusterSurveyStep(sites, guard),
            new ClusterAccessStep(sites, connector),
            new NodeRemovableStep(sites),
            new HostGuardStep(sites, guard),
            new HostTakeOverStep(sites, guard),
            new HostRemoveGuardStep(sites, guard),
            HostPackagesStep.ofPostgresql(sites, sleeper),
            HostPackagesStep.ofArchive(sites, sleeper),
            new ArchiveStanzaStep(sites),
            new ArchiveKeysStep(sites),
            new ArchiveTrustStep(sites),
            new ArchiveLoginStep(sites),
            new ArchiveConfigurationStep(sites),
            new ArchiveLeftoversStep(sites),
            new ArchiveCheckStep(sites, server),
            new ArchiveReadyStep(sites),
            new ArchiveBackupStep(sites, sleeper),
            new ArchiveProofStep(sites),
            new ArchiveRetentionStep(sites),
            new HostManagedFilesStep(sites, server),
            new HostPruneStep(sites, runs),
            new PostgresCertificatesStep(sites, authority, server),
            new PostgresRolesStep(sites),
            new PostgresDropRolesStep(sites),
            new PostgresRulesStep(sites, server),
            new PostgresSettingsStep(sites, server),
            new PostgresRestartStep(sites, server),
            new LeaseFilesStep(sites),
            new LeasePermissionStep(sites),
            new LeaseUnitStep(sites, server),
            new LeaseRemoveStep(sites),
            new ReplicationPassfileStep(sites),
            new ReplicationSlotStep(sites, server),
            new ReplicationDropSlotStep(sites, server),
            new ReplicationHandshakeStep(sites),
            new ReplicationStreamingStep(sites, server),
            new SynchronousStep(sites, clock),
            new StandbyCreateClusterStep(sites),
            new StandbyDataDirectoryStep(sites, clock),
            new StandbyCopyableStep(sites),
            new StandbySetAsideStep(sites, clock),
            new StandbyBaseBackupStep(sites, sleeper),
            new StandbySettingsStep(sites, server),
            new StandbyStartStep(sites, server),
            new StandbyFollowStep(sites, server),
            new PostgresCheckpointStep(sites),
            new SwitchoverReadyStep(sites),
            new SwitchoverHandOverStep(sites, server, clock),
            new FailoverClaimStep(sites, clock, ownership),
            new FailoverFenceStep(sites, fencing),
            new FailoverCandidateStep(sites),
            new FailoverSalvageStep(sites, server),
            new FailoverPromoteStep(sites, fencing),
            new FailoverFenceLaterStep(sites, fencing),
            new FailoverToldStep(sites, clock),
            new CloudAddressStep(sites, connector),
            new CloudStartStep(sites, sleeper),
            new CloudLaunchStep(sites, sleeper),
            new CloudHostKeyStep(sites),
            new RejoinFenceStep(sites, clock),
            new RejoinSaveStep(sites),
            new RejoinRewindStep(sites, sleeper),
            new RejoinSetAsideStep(sites, clock),
            new RestoreDirectoryStep(sites),
            new RestoreAsideStep(sites, clock),
            new RestoreFilesStep(sites, sleeper),
            new RestoreRecoverStep(sites, sleeper),
            new RestorePromoteStep(sites, server),
            new RestoreRestStep(sites),
            new DrillMarkerStep(sites, server),
            new DrillQueriesStep(sites, server),
            new DrillIntegrityStep(sites, sleeper),
            new DrillRecordStep(sites, clock),
            new DrillClearStep(sites),
            new DrillVerdictStep(sites),
            new ArchiveShipMissingStep(sites, server),
            new CommandStep(sites),
            new SqlStep(sites));
    Map<String, StepType> byName = new TreeMap<>();
    types.forEach(type -> byName.put(type.name(), type));
    return byName;
  }

  private static FencingMethod fencing(FencingConfig config, Sites sites, Sleeper sleeper) {
    return switch (config.word()) {
      case "ssh" -> new SshFencing();
      case "lease" -> new LeaseFencing(sites.leaseReadings(), sleeper);
      case "command" -> new CommandFencing(((FencingConfig.Command) config).command());
      case "ec2" -> new Ec2Fencing(sleeper);
      default -> throw new IllegalStateException(config.word());
    };
  }
}
