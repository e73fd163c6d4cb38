package dev.lehr.worker.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.campaign.CampaignDefinition;
import dev.lehr.activities.campaign.CanonicalForm;
import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.workflows.run.AddWorkflow;
import dev.lehr.workflows.run.TaskQueues;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.temporal.api.enums.v1.ScheduleOverlapPolicy;
import io.temporal.client.WorkflowClient;
import io.temporal.client.WorkflowOptions;
import io.temporal.client.schedules.Schedule;
import io.temporal.client.schedules.ScheduleActionStartWorkflow;
import io.temporal.client.schedules.ScheduleClient;
import io.temporal.client.schedules.ScheduleClientOptions;
import io.temporal.client.schedules.ScheduleException;
import io.temporal.client.schedules.ScheduleHandle;
import io.temporal.client.schedules.ScheduleIntervalSpec;
import io.temporal.client.schedules.ScheduleListDescription;
import io.temporal.client.schedules.ScheduleOptions;
import io.temporal.client.schedules.SchedulePolicy;
import io.temporal.client.schedules.ScheduleSpec;
import io.temporal.client.schedules.ScheduleUpdate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Schedules of a Temporal server that add to campaigns what their folders have by then. */
public final class Schedules {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SUFFIX = "-schedule";

  /** At what times. */
  public sealed interface When {
    /** Again and again after a while. */
    record Every(Duration time) implements When {}

    /** A cron expression, UTC. */
    record Cron(String expression) implements When {}
  }

  private final ScheduleClient schedules;

  /** Those of a namespace. */
  public Schedules(WorkflowClient client) {
    this.schedules =
        ScheduleClient.newInstance(
            client.getWorkflowServiceStubs(),
            ScheduleClientOptions.newBuilder()
                .setNamespace(client.getOptions().getNamespace())
                .setDataConverter(client.getOptions().getDataConverter())
                .build());
  }

  private static String id(String campaign) {
    return CampaignStart.workflowId(campaign) + SUFFIX;
  }

  /**
   * Makes the schedule of a campaign, or replaces it.
   *
   * @return what was done, a line
   * @throws BadInputException where the server refuses it
   */
  public String create(CampaignDefinition campaign, When when) {
    Schedule schedule = schedule(campaign, when);
    ScheduleHandle handle = schedules.getHandle(id(campaign.name()));
    try {
      if (exists(handle)) {
        handle.update(before -> new ScheduleUpdate(schedule));
        return handle.getId() + ": replaced";
      }
      schedules.createSchedule(handle.getId(), schedule, ScheduleOptions.newBuilder().build());
      return handle.getId() + ": created";
    } catch (ScheduleException | StatusRuntimeException e) {
      throw refused(e);
    }
  }

  private static boolean exists(ScheduleHandle handle) {
    try {
      handle.describe();
      return true;
    } catch (ScheduleException e) {
      if (isNotFound(e)) {
        return false;
      }
      throw e;
    }
  }

  private static boolean isNotFound(ScheduleException e) {
    return e.getCause() instanceof StatusRuntimeException status
        && status.getStatus().getCode() == Status.Code.NOT_FOUND;
  }

  private static BadInputException refused(RuntimeException e) {
    Throwable cause = e.getCause() == null ? e : e.getCause();
    return new BadInputException(
        "the server refuses the schedule", List.of(String.valueOf(cause.getMessage())));
  }

  private Schedule schedule(CampaignDefinition campaign, When when) {
    ScheduleSpec.Builder times = ScheduleSpec.newBuilder();
    if (when instanceof When.Every every) {
      times.setIntervals(List.of(new ScheduleIntervalSpec(every.time())));
    } else if (when instanceof When.Cron cron) {
      times.setCronExpressions(List.of(cron.expression()));
    }
    return Schedule.newBuilder()
        .setAction(
            ScheduleActionStartWorkflow.newBuilder()
                .setWorkflowType(AddWorkflow.TYPE)
                .setArguments(document(campaign))
                .setOptions(
                    WorkflowOptions.newBuilder()
                        .setWorkflowId(CampaignStart.workflowId(campaign.name()) + "-add")
                        .setTaskQueue(TaskQueues.WORKFLOWS)
                        .setStaticSummary("Adds what is new to campaign " + campaign.name())
                        // The SDK cannot read back a schedule that has a summary and no details.
                        .setStaticDetails("The campaign's own workflow does the work.")
                        .build())
                .build())
        .setSpec(times.build())
        .setPolicy(
            SchedulePolicy.newBuilder()
                .setOverlap(ScheduleOverlapPolicy.SCHEDULE_OVERLAP_POLICY_BUFFER_ONE)
                .build())
        .build();
  }

  private static Map<String, Object> document(CampaignDefinition campaign) {
    try {
      return JSON.readValue(CanonicalForm.of(campaign), new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The schedules of campaigns, a line each. */
  public String list() {
    String lines =
        schedules
            .listSchedules()
            .filter(s -> s.getScheduleId().endsWith(SUFFIX))
            .map(Schedules::line)
            .collect(Collectors.joining(System.lineSeparator()));
    return lines.isEmpty() ? "No schedules of campaigns." : lines;
  }

  private static String line(ScheduleListDescription schedule) {
    return schedule.getScheduleId()
        + schedule.getInfo().getNextActionTimes().stream()
            .findFirst()
            .map(next -> ": next at " + next)
            .orElse("");
  }

  /**
   * Deletes the schedule of a campaign.
   *
   * @return what was done, a line
   * @throws BadInputException where there is none
   */
  public String delete(String campaign) {
    ScheduleHandle handle = schedules.getHandle(id(campaign));
    try {
      if (!exists(handle)) {
        throw new BadInputException(
            "no schedule",
            List.of("found no schedule " + handle.getId() + "; see lehr schedule list"));
      }
      handle.delete();
      return handle.getId() + ": deleted";
    } catch (ScheduleException | StatusRuntimeException e) {
      throw refused(e);
    }
  }
}
