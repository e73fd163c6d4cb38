package dev.lehr.workflows.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.workflows.contract.CampaignMode;
import dev.lehr.workflows.contract.CampaignProgress;
import dev.lehr.workflows.contract.CampaignProgress.StageProgress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTableTest {

  private static CampaignProgress progress(long converged, double occupancy) {
    return new CampaignProgress(
        100,
        List.of(
            new StageProgress(
                "relax",
                Map.of(
                    "pending",
                    90 - converged,
                    "running",
                    4L,
                    "converged",
                    converged,
                    "failed",
                    4L,
                    "max_iterations",
                    2L)),
            new StageProgress("rank", Map.of("pending", 94L, "skipped", 6L))),
        List.of(0),
        occupancy,
        false,
        CampaignMode.RUNNING);
  }

  @Test
  void aLineForEachStageAndAColumnForWhatOccurs() {
    Pace pace = new Pace();
    pace.note(0, ProgressTable.terminal(progress(10, 0)));
    pace.note(60_000, ProgressTable.terminal(progress(40, 0)));
    assertThat(ProgressTable.markdown("study", progress(40, 0.934), pace))
        .isEqualTo(
            """
            **study**: 100 structures, running, device 93 % occupied, 0.500 tasks/s, about 5 min left

            | stage | pending | running | done | failed | skipped |
            |---|--:|--:|--:|--:|--:|
            | relax | 50 | 4 | 40 | 6 | 0 |
            | rank | 94 | 0 | 0 | 0 | 6 |
            """);
  }

  @Test
  void aStallIsSaidFirst() {
    assertThat(ProgressTable.markdown("study", progress(40, 0).stalled("no-worker"), new Pace()))
        .startsWith(
            """
            **study**: 100 structures, running

            **Stalled** (no-worker): no worker with an engine takes its slices

            | stage |""");
  }

  @Test
  void aPaceThatWasInterruptedByARetryBeginsAnew() {
    Pace pace = new Pace();
    pace.note(0, 10);
    pace.note(10_000, 60);
    assertThat(pace.perSecond()).hasValue(5);
    pace.note(20_000, 30);
    assertThat(pace.perSecond()).isEmpty();
    pace.note(30_000, 40);
    assertThat(pace.secondsFor(100)).hasValue(100);
  }

  @Test
  void durationsAreShortAndNeverSixtyOfAnything() {
    assertThat(ProgressTable.duration(59)).isEqualTo("59 s");
    assertThat(ProgressTable.duration(3599)).isEqualTo("1 h 0 min");
    assertThat(ProgressTable.duration(7290)).isEqualTo("2 h 2 min");
    assertThat(ProgressTable.duration(200_000)).isEqualTo("2 d 7 h");
  }
}
