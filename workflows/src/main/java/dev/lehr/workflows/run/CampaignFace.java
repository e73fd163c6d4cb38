package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.CampaignPlan;
import dev.lehr.workflows.contract.CampaignProgress;
import io.temporal.common.SearchAttributeKey;
import io.temporal.common.SearchAttributeUpdate;
import io.temporal.common.SearchAttributes;
import io.temporal.workflow.Workflow;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people see of a campaign in Temporal: its details, and what it can be searched by. */
final class CampaignFace {

  private final CampaignPlan plan;
  private final Pace pace = new Pace();
  private final Map<SearchAttributeKey<?>, Object> published = new LinkedHashMap<>();

  CampaignFace(CampaignPlan plan) {
    this.plan = plan;
  }

  /** Shows how things stand. */
  void show(CampaignProgress progress) {
    pace.note(Workflow.currentTimeMillis(), ProgressTable.terminal(progress));
    Workflow.setCurrentDetails(ProgressTable.markdown(plan.name(), progress, pace));
    if (isSearchable()) {
      publish(progress);
    }
  }

  private boolean isSearchable() {
    return Boolean.TRUE.equals(plan.attributes());
  }

  private void publish(CampaignProgress progress) {
    List<SearchAttributeUpdate<?>> updates = new ArrayList<>();
    change(CampaignAttributes.CAMPAIGN, plan.name(), updates);
    change(CampaignAttributes.MODEL, blankToNull(plan.model()), updates);
    change(CampaignAttributes.STAGE, blankToNull(ProgressTable.stage(progress)), updates);
    change(CampaignAttributes.DONE, ProgressTable.through(progress), updates);
    change(CampaignAttributes.FAILED, ProgressTable.failed(progress), updates);
    change(CampaignAttributes.STALL, blankToNull(progress.stall()), updates);
    if (!updates.isEmpty()) {
      Workflow.upsertTypedSearchAttributes(updates.toArray(SearchAttributeUpdate[]::new));
    }
  }

  private static @Nullable String blankToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  private <T> void change(
      SearchAttributeKey<T> key, @Nullable T value, List<SearchAttributeUpdate<?>> updates) {
    if (Objects.equals(published.get(key), value)) {
      return;
    }
    if (value == null) {
      published.remove(key);
      updates.add(key.valueUnset());
    } else {
      published.put(key, value);
      updates.add(key.valueSet(value));
    }
  }

  /** What a lane of the campaign can be searched by from its start. */
  SearchAttributes ofLanes() {
    SearchAttributes.Builder attributes = SearchAttributes.newBuilder();
    if (isSearchable()) {
      attributes.set(CampaignAttributes.CAMPAIGN, plan.name());
    }
    return attributes.build();
  }
}
