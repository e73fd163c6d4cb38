package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class MdStageTest {

  private static String campaign(String options) {
    return "name: n\nstructures: [a.extxyz]\nmodel: eam-zhou2004\nstages: [{id: md, kind: md, "
        + options
        + "}]\n";
  }

  private static DynamicsSettings read(String yaml) throws Exception {
    return ((StageSpec.Md) CampaignParser.parse("c.yaml", yaml).stages().get(0)).dynamics();
  }

  @Test
  void timesAreInFemtosecondsWithoutRounding() throws Exception {
    DynamicsSettings d =
        read(
            campaign(
                "ensemble: nvt-v-rescale, temperature: 300 K, timestep: 2 fs, steps: 500,"
                    + " average_after: 100, tau: 0.1 ps"));
    assertThat(d)
        .isEqualTo(
            new DynamicsSettings(
                new Ensemble.NvtVRescale(OptionalDouble.of(100)), 300, 2, 500, 100));
  }

  @Test
  void theCanonicalFormIsACampaignThatMeansTheSame() throws Exception {
    for (String options :
        List.of(
            "ensemble: nve, temperature: 0",
            "ensemble: nvt-langevin, temperature: 300, timestep: 0.7, tau: 0.3",
            "ensemble: nvt-nose-hoover, temperature: 300, timestep: 1.1",
            "ensemble: nvt-v-rescale, temperature: 77.3, timestep: 0.3 fs")) {
      String canonical = CanonicalForm.of(CampaignParser.parse("c.yaml", campaign(options)));
      assertThat(CanonicalForm.of(CampaignParser.parse("c.json", canonical))).isEqualTo(canonical);
    }
  }

  @Test
  void everyProblemIsSaidWithItsKey() {
    assertThat(SampleCampaigns.problems(campaign("ensemble: nvt, steps: 0")))
        .anySatisfy(p -> assertThat(p).contains("ensemble", "'nvt'", "nvt-langevin"))
        .anySatisfy(p -> assertThat(p).contains("temperature", "is missing"))
        .anySatisfy(p -> assertThat(p).contains("steps", "'0'"));
    assertThat(SampleCampaigns.problems(campaign("ensemble: nve, temperature: 300, tau: 10")))
        .singleElement()
        .satisfies(p -> assertThat(p).contains("tau", "nve has none"));
    assertThat(SampleCampaigns.problems(campaign("ensemble: nvt-langevin, temperature: 0 K")))
        .singleElement()
        .satisfies(p -> assertThat(p).contains("temperature", "above 0"));
    assertThat(
            SampleCampaigns.problems(
                campaign("ensemble: nve, temperature: 0, steps: 5, average_after: 5")))
        .singleElement()
        .satisfies(p -> assertThat(p).contains("average_after", "less than steps, 5"));
    assertThat(SampleCampaigns.problems(campaign("ensemble: nve, temperature: 0, fmax: 0.1")))
        .singleElement()
        .satisfies(p -> assertThat(p).contains("fmax"));
  }
}
