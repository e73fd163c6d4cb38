package dev.lehr.activities.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.engine.BatchLoop;
import dev.lehr.simulation.engine.LoopSettings;
import dev.lehr.simulation.engine.Ticket;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.prototypes.Prototype;
import dev.lehr.simulation.prototypes.PrototypeGenerator;
import dev.lehr.simulation.prototypes.PrototypeSpec;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Sixteen metals relaxed as in {@code examples/metals}, beside independent lattice sums. */
class RelaxedMetalsTest {

  private static final Path REFERENCE = Path.of("..", "examples", "metals", "reference.csv");

  /** By element, for each start the crystal that it became. */
  private static final Map<String, Map<String, Found.Crystal>> RELAXED = new LinkedHashMap<>();

  @BeforeAll
  static void relaxAll() {
    // The reference is for each element alone: the truncation depends on the largest one.
    ZhouEam.supportedElements().forEach(e -> RELAXED.put(e, relax(e)));
  }

  @Test
  void energiesAreThoseOfDirectLatticeSums() throws IOException {
    JsonNode golden = golden();
    RELAXED.forEach(
        (element, starts) ->
            starts.forEach(
                (start, crystal) ->
                    assertThat(crystal.energy())
                        .as("%s %s", element, start)
                        .isCloseTo(
                            golden.get(element).get(start).get("energy_per_atom").asDouble(),
                            within(1e-6))));
  }

  @Test
  void latticeConstantsAreThoseOfDirectLatticeSums() throws IOException {
    JsonNode golden = golden();
    RELAXED.forEach(
        (element, starts) ->
            starts.forEach(
                (start, crystal) -> {
                  JsonNode lattice = golden.get(element).get(start).get("lattice");
                  double a = lattice.get(0).asDouble();
                  double[] expected =
                      start.equals("A3")
                          ? new double[] {a, a * lattice.get(1).asDouble()}
                          : new double[] {a};
                  assertThat(crystal.lattice())
                      .as("%s %s", element, start)
                      .containsExactly(expected, within(1e-4));
                }));
  }

  @Test
  void allGroundStatesAreThoseOfNature() throws IOException {
    ReferenceTable reference = ReferenceTable.read(REFERENCE);
    assertThat(RELAXED).hasSize(16);
    RELAXED.forEach(
        (element, starts) ->
            assertThat(found(starts).lowest().name())
                .as(element)
                .isEqualTo(reference.text(element, "structure")));
    Map<String, Found> found = new LinkedHashMap<>();
    RELAXED.forEach((element, starts) -> found.put(element, found(starts)));
    assertThat(GroundStates.text(found, reference))
        .contains("Ground states as in nature: 16 of 16.")
        .doesNotContain("NOT")
        .satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 120));
  }

  @Test
  void cohesiveEnergiesAreWithinOnePercentOfWhatThePotentialWasFittedTo() throws IOException {
    ReferenceTable reference = ReferenceTable.read(REFERENCE);
    RELAXED.forEach(
        (element, starts) ->
            assertThat(-found(starts).lowest().energy())
                .as(element)
                .isCloseTo(
                    reference.number(element, "fitted_cohesive").orElseThrow(),
                    withinPercentage(1.0)));
  }

  /** The potential's nearest neighbour distance is a parameter, here times the square root of 2. */
  @Test
  void latticeConstantsAreWithinOnePercentOfWhatThePotentialWasFittedTo() {
    Map<String, Double> fitted = new LinkedHashMap<>();
    String table =
        "Cu 3.6150, Ag 4.0896, Au 4.0801, Ni 3.5196, Pd 3.8904, Pt 3.9201, Al 4.0502, Pb 4.9494, "
            + "Fe 3.5101, Mo 3.8581, Ta 4.0448, W 3.8761, Mg 4.5202, Co 3.5440, Ti 4.1491, Zr 4.5255";
    for (String entry : List.of(table.split(", "))) {
      int space = entry.indexOf(' ');
      fitted.put(entry.substring(0, space), Double.valueOf(entry.substring(space)));
    }
    assertThat(fitted.keySet()).hasSameElementsAs(RELAXED.keySet());
    fitted.forEach(
        (element, fcc) -> {
          Found.Crystal lowest = found(RELAXED.get(element)).lowest();
          double neighbors = fcc / Math.sqrt(2);
          double expected =
              switch (lowest.name()) {
                case "A1" -> fcc;
                case "A2" -> 2 * neighbors / Math.sqrt(3);
                default -> neighbors;
              };
          assertThat(lowest.lattice()[0]).as(element).isCloseTo(expected, withinPercentage(1.0));
        });
  }

  private static Found found(Map<String, Found.Crystal> starts) {
    Found found = new Found();
    starts.values().forEach(found::add);
    return found;
  }

  private static Map<String, Found.Crystal> relax(String element) {
    Recorder recorder = new Recorder();
    BatchLoop<String> loop =
        new BatchLoop<>(
            new ZhouEam(List.of(element), Truncation.SMOOTH, Workers.serial()),
            Workers.serial(),
            new Scheduler<>(SchedulerSettings.of(Packing.fifo(), 100)),
            SimState::nAtoms,
            LoopSettings.checkpointEvery(Integer.MAX_VALUE),
            recorder);
    Fire fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.frechet(0),
            Convergence.force(1e-4, 5000));
    for (Structure structure :
        new PrototypeGenerator(
                PrototypeSpec.of(
                        List.of(Prototype.A1, Prototype.A2, Prototype.A3), List.of(element))
                    .withVolumes(1.03),
                "test")
            .structures()) {
      String start = String.valueOf(structure.info().get("prototype"));
      loop.submit(Ticket.fresh(start, fire, structure.toSimState()));
    }
    while (loop.step()) {}
    assertThat(recorder.verdicts).hasSize(3).allMatch(Verdict.Converged.class::isInstance);
    return recorder.crystals;
  }

  private static JsonNode golden() throws IOException {
    try (InputStream in =
        RelaxedMetalsTest.class.getResourceAsStream("/golden/metals_smooth.json")) {
      return new ObjectMapper().readTree(in).get("metals");
    }
  }

  private static final class Recorder implements BatchLoop.Listener<String> {
    private final Map<String, Found.Crystal> crystals = new LinkedHashMap<>();
    private final List<Verdict> verdicts = new ArrayList<>();

    @Override
    public void admitted(String start) {}

    @Override
    public void checkpoint(String start, SimState system, int swapAttempts) {}

    @Override
    public void left(String start, SimState system, Verdict verdict, int swapAttempts) {
      verdicts.add(verdict);
      double energy = system.doubles(Stepper.ENERGY)[0] / system.nAtoms();
      crystals.put(start, Found.Crystal.of(start, energy, system));
    }

    @Override
    public void tooLarge(String start, double scaler, double maxScaler) {
      throw new AssertionError(start + " is too large");
    }
  }
}
