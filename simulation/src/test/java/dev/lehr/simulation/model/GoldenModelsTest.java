package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class GoldenModelsTest {

  private final ModelOutput output = new ModelOutput();

  @Test
  void pairModelsGiveTorchSimsEnergiesForcesAndStresses() {
    JsonNode golden = Golden.read("physics.json");
    Map<String, Integer> seen = new TreeMap<>();
    for (JsonNode row : golden.get("cases")) {
      SimState state = Golden.state(golden.get("structures").get(row.get("structure").asText()));
      String name = row.get("model").asText();
      model(name, row.get("params")).evaluate(state, output);
      check(row, state, 1e-10, 1e-10);
      seen.merge(name, 1, Integer::sum);
    }
    assertThat(seen)
        .isEqualTo(
            Map.of("lennard_jones", 8, "morse", 3, "soft_sphere", 8, "soft_sphere_multi", 1));
  }

  @Test
  void lennardJonesInABatchGivesTorchSimsEnergiesAndStresses() {
    JsonNode golden = Golden.read("physics.json");
    JsonNode batched = golden.get("batched");
    List<SimState> states = new ArrayList<>();
    for (String name : Golden.strings(batched.get("structures"))) {
      states.add(Golden.state(golden.get("structures").get(name)));
    }
    model("lennard_jones", batched.get("params")).evaluate(SimState.concatenate(states), output);
    assertThat(Arrays.copyOf(output.energy(), 4))
        .containsExactly(Golden.flat(batched.get("energy")), within(1e-10));
    assertThat(Arrays.copyOf(output.stress(), 36))
        .containsExactly(Golden.flat(batched.get("stress")), within(1e-10));
  }

  @Test
  void energiesOfAtomsAreHalfOfWhatTorchSimCountsTwiceAndStressesOfAtomsTheSame() {
    JsonNode golden = Golden.read("physics.json");
    ModelOutput detailed = ModelOutput.withStresses();
    for (JsonNode row : golden.get("cases")) {
      if (row.has("energies")) {
        SimState state = Golden.state(golden.get("structures").get(row.get("structure").asText()));
        model("lennard_jones", row.get("params")).evaluate(state, detailed);
        double[] upstream = Golden.flat(row.get("energies"));
        for (int i = 0; i < upstream.length; i++) {
          assertThat(detailed.energies()[i]).isCloseTo(upstream[i] / 2, within(1e-10));
        }
        assertThat(Arrays.stream(upstream).sum())
            .isCloseTo(2 * row.get("energy").asDouble(), within(1e-10));
        assertThat(Arrays.copyOf(detailed.stresses(), 9 * state.nAtoms()))
            .containsExactly(Golden.flat(row.get("stresses")), within(1e-10));
        return;
      }
    }
    throw new AssertionError("no case with per-atom energies");
  }

  @Test
  void hardEamGivesLammpsEnergiesForcesAndStresses() {
    JsonNode cases = Golden.read("eam_zhou2004_lammps.json").get("cases");
    for (JsonNode row : cases) {
      SimState state = Golden.state(row);
      ZhouEam eam =
          new ZhouEam(Golden.strings(row.get("elements")), Truncation.HARD, Workers.serial());
      assertThat(eam.cutoff()).isCloseTo(row.get("cutoff").asDouble(), within(1e-12));
      eam.evaluate(state, output);
      check(row, state, 1e-8, 1e-7);
    }
    assertThat(cases).hasSize(15);
  }

  /** The numbers were computed by LAMMPS from tables of as many points. */
  @Test
  void tablesOfTheHardEamGiveLammpsEnergiesForcesAndStresses() {
    Map<List<String>, SetflEam> made = new HashMap<>();
    for (JsonNode row : Golden.read("eam_zhou2004_lammps.json").get("cases")) {
      SimState state = Golden.state(row);
      List<String> elements = Golden.strings(row.get("elements"));
      made.computeIfAbsent(elements, GoldenModelsTest::hardTable).evaluate(state, output);
      check(row, state, 1e-8, 1e-7);
    }
  }

  private static SetflEam hardTable(List<String> elements) {
    return new SetflEam(
        ZhouTables.of(elements, Truncation.HARD, 40_000, 120, false), Workers.serial());
  }

  @Test
  void smoothEamGivesTheEnergiesOfSixteenMetalsInSixCrystals() {
    JsonNode metals = Golden.read("metals_smooth.json").get("metals");
    int checked = 0;
    for (Map.Entry<String, JsonNode> metal : metals.properties()) {
      ZhouEam eam = new ZhouEam(List.of(metal.getKey()), Truncation.SMOOTH, Workers.serial());
      int z = Golden.ATOMIC_NUMBERS.get(metal.getKey());
      for (Map.Entry<String, JsonNode> crystal : metal.getValue().properties()) {
        double[] lattice = Golden.flat(crystal.getValue().get("lattice"));
        SimState state = Crystals.prototype(crystal.getKey(), z, lattice);
        eam.evaluate(state, output);
        assertThat(output.energy()[0] / state.nAtoms())
            .as(metal.getKey() + " " + crystal.getKey())
            .isCloseTo(crystal.getValue().get("energy_per_atom").asDouble(), within(1e-6));
        checked++;
      }
    }
    assertThat(checked).isEqualTo(96);
  }

  private void check(JsonNode row, SimState state, double energy, double rest) {
    assertThat(output.energy()[0]).isCloseTo(row.get("energy").asDouble(), within(energy));
    assertThat(Arrays.copyOf(output.forces(), 3 * state.nAtoms()))
        .containsExactly(Golden.flat(row.get("forces")), within(rest));
    assertThat(Arrays.copyOf(output.stress(), 9))
        .containsExactly(Golden.flat(row.get("stress")), within(rest));
    double sum = Arrays.stream(output.energies(), 0, state.nAtoms()).sum();
    assertThat(sum).isCloseTo(output.energy()[0], within(1e-10));
  }

  private static Model model(String name, JsonNode p) {
    Workers serial = Workers.serial();
    if (name.equals("soft_sphere_multi")) {
      return SoftSphere.ofSpecies(
          List.of(p.get("species").get(0).asInt(), p.get("species").get(1).asInt()),
          matrix(p.get("sigma")),
          matrix(p.get("epsilon")),
          matrix(p.get("alpha")),
          Optional.of(p.get("cutoff").asDouble()),
          serial);
    }
    double sigma = p.get("sigma").asDouble();
    double epsilon = p.get("epsilon").asDouble();
    double cutoff = p.get("cutoff").asDouble();
    return switch (name) {
      case "lennard_jones" -> new LennardJones(sigma, epsilon, cutoff, serial);
      case "morse" -> new Morse(sigma, epsilon, p.get("alpha").asDouble(), cutoff, serial);
      case "soft_sphere" ->
          new SoftSphere(sigma, epsilon, p.get("alpha").asDouble(), cutoff, serial);
      default -> throw new IllegalArgumentException(name);
    };
  }

  private static double[][] matrix(JsonNode rows) {
    return new double[][] {Golden.flat(rows.get(0)), Golden.flat(rows.get(1))};
  }
}
