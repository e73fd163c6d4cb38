package dev.lehr.activities.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.activities.campaign.CampaignDefinition.StageSpec;
import dev.lehr.simulation.dynamics.DynamicsSettings;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.dynamics.PairSampling;
import dev.lehr.simulation.dynamics.Sampling;
import dev.lehr.simulation.dynamics.Velocities;
import dev.lehr.simulation.units.Units;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
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
            "ensemble: nvt-v-rescale, temperature: 77.3, timestep: 0.3 fs",
            "ensemble: npt-c-rescale, temperature: 300, pressure: 1 atm, tau_p: 0.7 ps",
            "ensemble: npt-c-rescale-anisotropic, temperature: 300, compressibility: 4.6e-5/bar",
            "ensemble: nve, temperature: 0, velocities: file, msd: {}, rdf: {r_max: 0.7 nm}",
            "ensemble: nve, temperature: 0, trajectory: {every: 5, format: binary, compress: true}",
            "ensemble: nve, temperature: 0, trajectory: {momenta: true}")) {
      CampaignDefinition parsed = CampaignParser.parse("c.yaml", campaign(options));
      String canonical = CanonicalForm.of(parsed);
      CampaignDefinition again = CampaignParser.parse("c.json", canonical);
      assertThat(CanonicalForm.of(again)).isEqualTo(canonical);
      assertThat(again).as("to the bit").isEqualTo(parsed);
    }
  }

  @Test
  void aBarostatTakesItsNumbersInUnits() throws Exception {
    DynamicsSettings d =
        read(
            campaign(
                "ensemble: npt-c-rescale-anisotropic, temperature: 300 K, timestep: 2 fs, tau: 50,"
                    + " pressure: 2 GPa, tau_p: 1 ps, compressibility: 0.5 1/GPa"));
    Ensemble.NptCRescale e = (Ensemble.NptCRescale) d.ensemble();
    assertThat(e.scaling()).isEqualTo(Ensemble.NptCRescale.Scaling.ANISOTROPIC);
    assertThat(e.externalPressure()).isEqualTo(Units.fromGpa(2));
    assertThat(e.tau()).hasValue(50);
    assertThat(e.tauP()).hasValue(1000);
    assertThat(e.isothermalCompressibility()).isEqualTo(0.5 / Units.GPA);
    Ensemble.NptCRescale defaults =
        (Ensemble.NptCRescale)
            read(campaign("ensemble: npt-c-rescale, temperature: 300, timestep: 2")).ensemble();
    assertThat(defaults.externalPressure()).isZero();
    assertThat(defaults.tau()).hasValue(200);
    assertThat(defaults.tauP()).hasValue(2000);
    assertThat(defaults.isothermalCompressibility() * Units.BAR).isCloseTo(1e-6, within(1e-18));
  }

  private static List<Velocities> velocities(String... stages) throws Exception {
    String yaml = "name: n\nstructures: [a.extxyz]\nmodel: eam-zhou2004\nstages:\n";
    for (int i = 0; i < stages.length; i++) {
      yaml += "  - {id: s" + i + ", kind: " + stages[i] + "}\n";
    }
    return CampaignParser.parse("c.yaml", yaml).stages().stream()
        .filter(StageSpec.Md.class::isInstance)
        .map(s -> ((StageSpec.Md) s).dynamics().velocities())
        .toList();
  }

  @Test
  void dynamicsAfterDynamicsGoesOnUnlessItIsToldOtherwise() throws Exception {
    String md = "md, ensemble: nve, temperature: 300";
    assertThat(velocities(md, md, "relax", md, md + ", velocities: maxwell-boltzmann"))
        .containsExactly(
            Velocities.MAXWELL_BOLTZMANN,
            Velocities.CONTINUE,
            Velocities.MAXWELL_BOLTZMANN,
            Velocities.MAXWELL_BOLTZMANN);
    assertThat(velocities(md + ", velocities: file", md + ", velocities: file"))
        .containsExactly(Velocities.FILE, Velocities.FILE);
    assertThat(
            SampleCampaigns.problems(
                campaign("ensemble: nve, temperature: 300, velocities: continue")))
        .singleElement()
        .satisfies(
            p ->
                assertThat(p)
                    .endsWith(
                        "stages[0].velocities: found 'continue', expected maxwell-boltzmann or"
                            + " file: there is no stage before"));
  }

  @Test
  void whatIsSampledIsReadWithItsDefaults() throws Exception {
    DynamicsSettings d =
        read(
            campaign(
                "ensemble: nve, temperature: 300, steps: 100, average_after: 50, msd: {every: 5},"
                    + " rdf: {r_max: 0.8 nm, bins: 40, every: 50, by_elements: true}"));
    assertThat(d.sampling())
        .isEqualTo(
            new Sampling(OptionalLong.of(5), Optional.of(new PairSampling(8, 40, 50, true))));
    assertThat(read(campaign("ensemble: nve, temperature: 300")).sampling())
        .isEqualTo(Sampling.none());
    assertThat(
            read(campaign("ensemble: nve, temperature: 300, msd: {}, rdf: {r_max: 6}")).sampling())
        .isEqualTo(
            new Sampling(OptionalLong.of(10), Optional.of(new PairSampling(6, 100, 10, false))));
  }

  @Test
  void problemsOfBarostatsAndSamplesAreSaidWithTheirKeys() {
    assertThat(
            SampleCampaigns.problems(
                campaign(
                    "ensemble: nvt-v-rescale, temperature: 300, pressure: 1, tau_p: 1,"
                        + " compressibility: 1")))
        .hasSize(3)
        .allSatisfy(p -> assertThat(p).contains("is of a barostat, and nvt-v-rescale has none"));
    assertThat(
            SampleCampaigns.problems(
                campaign(
                    "ensemble: npt-c-rescale, temperature: 300, pressure: 3 angstrom, tau_p: 0,"
                        + " compressibility: 1 GPa")))
        .anySatisfy(p -> assertThat(p).contains("pressure", "'angstrom' is a unit of length"))
        .anySatisfy(p -> assertThat(p).contains("tau_p", "above 0"))
        .anySatisfy(p -> assertThat(p).contains("compressibility", "'GPa' is a unit of pressure"));
    assertThat(
            SampleCampaigns.problems(
                campaign(
                    "ensemble: nve, temperature: 300, steps: 100, msd: {every: 101},"
                        + " rdf: {r_max: 4 nm, bins: 201, radius: 3}")))
        .anySatisfy(
            p -> assertThat(p).contains("msd.every", "101", "expected at most the steps", "100"))
        .anySatisfy(p -> assertThat(p).contains("rdf.r_max", "at most 30.0 angstrom"))
        .anySatisfy(p -> assertThat(p).contains("rdf.bins", "1 to 200"))
        .anySatisfy(p -> assertThat(p).contains("rdf.radius", "unknown key"));
    assertThat(SampleCampaigns.problems(campaign("ensemble: nve, temperature: 300, rdf: {}")))
        .singleElement()
        .satisfies(p -> assertThat(p).contains("rdf", "has no r_max"));
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
