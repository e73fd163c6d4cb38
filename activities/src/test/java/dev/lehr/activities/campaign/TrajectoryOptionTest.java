package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.document.CampaignParseException;
import dev.lehr.activities.document.CampaignProblem;
import dev.lehr.activities.engine.Work;
import dev.lehr.activities.trajectory.FrameFormat;
import dev.lehr.activities.trajectory.FrameStyle;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrajectoryOptionTest {

  private static String campaign(String relax, String last) {
    return """
        name: t
        structures: [a.extxyz]
        model: eam-zhou2004
        stages:
          - id: relax
            kind: relax
            %s
          - id: static
            kind: static
            %s
        """
        .formatted(relax, last);
  }

  private static CampaignDefinition parse(String text) throws CampaignParseException {
    return CampaignParser.parse("t.yaml", text);
  }

  @Test
  void stagesKeepFramesAsTheySay() throws CampaignParseException {
    CampaignDefinition d = parse(campaign("trajectory: every 10", "trajectory: ends"));
    assertThat(d.trajectories().get("relax").framesEvery()).isEqualTo(10);
    assertThat(d.trajectories().get("static").framesEvery()).isEqualTo(Long.MAX_VALUE);
    assertThat(new Blueprint(d).stagesWithFrames()).containsExactly(0, 1);
    assertThat(new Blueprint(d).plan(1, "m", List.of(0, 1)).stages())
        .extracting(s -> ((Work.Steps) s.work()).framesEvery())
        .containsExactly(10L, Long.MAX_VALUE);
    assertThat(Blueprint.read(CanonicalForm.of(d)).trajectories()).isEqualTo(d.trajectories());
  }

  @Test
  void noneIsTheDefaultAndChangesNoDigest() throws CampaignParseException {
    CampaignDefinition none = parse(campaign("trajectory: none", ""));
    assertThat(none.trajectories()).isEmpty();
    assertThat(CanonicalForm.of(none)).isEqualTo(CanonicalForm.of(parse(campaign("", ""))));
    assertThat(new Blueprint(none).stagesWithFrames()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "every, every",
    "every 0, every 0",
    "every -3, every -3",
    "every ten, every ten",
    "10, 10",
    "all, all",
    "every 9999999999, every 9999999999"
  })
  void anythingElseIsNamedWithItsLine(String written, String shown) {
    assertThatThrownBy(() -> parse(campaign("trajectory: " + written, "")))
        .isInstanceOfSatisfying(
            CampaignParseException.class,
            e ->
                assertThat(e.problems().stream().map(CampaignProblem::toString).toList())
                    .singleElement()
                    .asString()
                    .startsWith("t.yaml:7:")
                    .endsWith(
                        "stages[0].trajectory: found '"
                            + shown
                            + "', expected none, ends, or every n (such as every 10)"));
  }

  @Test
  void anObjectSaysWhatIsKeptAndInWhichFormat() throws CampaignParseException {
    CampaignDefinition d =
        parse(
            campaign(
                "trajectory: {every: 3, format: binary-float32, compress: true}",
                "trajectory: {format: binary}"));
    assertThat(d.trajectories().get("relax"))
        .isEqualTo(
            new Trajectory(
                OptionalLong.of(3), new FrameStyle(FrameFormat.BINARY_FLOAT32, false, true)));
    assertThat(d.trajectories().get("static").framesEvery()).isEqualTo(Long.MAX_VALUE);
    assertThat(new Blueprint(d).plan(1, "m", List.of(0, 1)).stages())
        .extracting(s -> ((Work.Steps) s.work()).frames().format())
        .containsExactly(FrameFormat.BINARY_FLOAT32, FrameFormat.BINARY);
    assertThat(Blueprint.read(CanonicalForm.of(d)).trajectories()).isEqualTo(d.trajectories());
    assertThat(CanonicalForm.of(parse(campaign("trajectory: {every: 10}", ""))))
        .isEqualTo(CanonicalForm.of(parse(campaign("trajectory: every 10", ""))));
  }

  @Test
  void problemsOfTheObjectAreNamed() {
    assertThat(
            SampleCampaigns.problems(
                campaign(
                    "trajectory: {every: 0, format: netcdf, momenta: true, compress: true, n: 1}",
                    "")))
        .anySatisfy(p -> assertThat(p).contains("trajectory.every", "'0'"))
        .anySatisfy(p -> assertThat(p).contains("trajectory.format", "'netcdf'", "binary-float32"))
        .anySatisfy(p -> assertThat(p).contains("trajectory.momenta", "only a stage of kind md"))
        .anySatisfy(p -> assertThat(p).contains("trajectory.compress", "extxyz is not compressed"))
        .anySatisfy(p -> assertThat(p).contains("trajectory.n", "unknown key"));
  }
}
