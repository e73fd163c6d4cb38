package dev.lehr.simulation.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.linalg.Matrix3;
import dev.lehr.simulation.linalg.MatrixExponential;
import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FireTest {

  private static final Convergence NEVER = Convergence.force(1e-12, 1_000_000);

  @Test
  void thirtyStepsAreThoseOfAse() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/golden/optimize/ase_fire.json")) {
      for (JsonNode run : new ObjectMapper().readTree(in).get("runs")) {
        Fire fire = ase(run);
        SimState state = aseStart(run);
        PlainPair.argon().start(fire, state);
        for (JsonNode step : run.get("steps")) {
          String what = run.get("system") + " " + run.get("cell") + " " + run.get("pressure");
          assertThat(state.doubles("energy")[0])
              .as(what)
              .isCloseTo(step.get("energy").asDouble(), within(1e-10));
          assertThat(state.positions())
              .as(what)
              .containsExactly(flat(step.get("positions")), within(1e-10));
          assertThat(state.cell()).as(what).containsExactly(flat(step.get("cell")), within(1e-10));
          PlainPair.argon().run(fire, state, 1);
        }
      }
    }
  }

  @Test
  void aSystemHasTheSameBitsAloneInABatchAndAfterACheckpoint() throws IOException {
    Fire fire =
        new Fire(FireSettings.defaults(FireSettings.Flavour.ASE), CellFilter.frechet(0.01), NEVER);
    List<SimState> alone = new ArrayList<>();
    try (InputStream in = getClass().getResourceAsStream("/golden/optimize/ase_fire.json")) {
      JsonNode runs = new ObjectMapper().readTree(in).get("runs");
      for (int i : new int[] {0, 3, 6}) {
        SimState state = aseStart(runs.get(i));
        PlainPair.argon().start(fire, state);
        alone.add(state);
      }
    }
    SimState batch = SimState.concatenate(List.of(alone.get(2), alone.get(0), alone.get(1)));
    alone.forEach(state -> PlainPair.argon().run(fire, state, 20));
    PlainPair.argon().run(fire, batch, 7);
    List<SimState> parts = batch.split();
    batch = SimState.concatenate(List.of(parts.get(1), parts.get(2), parts.get(0)));
    PlainPair.argon().run(fire, batch, 13);
    for (int s = 0; s < 3; s++) {
      SimState part = batch.split().get(s);
      assertThat(part.positions()).containsExactly(alone.get(s).positions());
      assertThat(part.cell()).containsExactly(alone.get(s).cell());
      assertThat(part.doubles("velocities")).containsExactly(alone.get(s).doubles("velocities"));
    }
  }

  @Test
  void theCellGradientIsTheSlopeOfTheEnthalpy() throws IOException {
    Fire fire =
        new Fire(FireSettings.defaults(FireSettings.Flavour.ASE), CellFilter.frechet(0.02), NEVER);
    SimState state;
    try (InputStream in = getClass().getResourceAsStream("/golden/optimize/ase_fire.json")) {
      state = aseStart(new ObjectMapper().readTree(in).get("runs").get(4));
    }
    PlainPair.argon().start(fire, state);
    PlainPair.argon().run(fire, state, 5);
    double h = 1e-6;
    for (int i = 0; i < 9; i++) {
      double slope =
          (enthalpyStrained(fire, state, i, h) - enthalpyStrained(fire, state, i, -h)) / (2 * h);
      assertThat(-slope / state.nAtoms(0))
          .isCloseTo(state.doubles(Fire.CELL_FORCES)[i], within(1e-6));
    }
  }

  private static double[] deformation(SimState state) {
    return MatrixExponential.exp(state.doubles(Fire.LOG_DEFORMATION));
  }

  private static double enthalpyStrained(Fire fire, SimState from, int component, double by) {
    SimState state = from.copy();
    double[] back = Matrix3.inverse(deformation(state));
    state.doubles(Fire.LOG_DEFORMATION)[component] += by;
    double[] change = Matrix3.multiply(deformation(state), back);
    double[] transposed = Matrix3.transpose(change);
    System.arraycopy(Matrix3.multiply(state.cell(), transposed), 0, state.cell(), 0, 9);
    double[] x = state.positions();
    for (int a = 0; a < x.length; a += 3) {
      double[] row = {x[a], x[a + 1], x[a + 2]};
      for (int k = 0; k < 3; k++) {
        x[a + k] = change[3 * k] * row[0] + change[3 * k + 1] * row[1] + change[3 * k + 2] * row[2];
      }
    }
    PlainPair.argon().evaluate(state);
    return fire.enthalpy(state, 0);
  }

  @Test
  void aMoleculeKeepsItsCellAndConvergesWithoutAStep() {
    Fire fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            CellFilter.frechet(0),
            Convergence.force(0.01, 0));
    SimState atom = start(new double[] {0, 0, 0}, new double[9], new boolean[3]);
    fire.prepare(atom);
    PlainPair.argon().evaluate(atom);
    assertThat(fire.judge(atom, 0)).isEqualTo(new Verdict.Converged());
    assertThat(fire.note(atom, 0)).hasValueSatisfying(n -> assertThat(n).contains("not periodic"));
    assertThat(new StaticStepper().judge(atom, 0)).isEqualTo(new Verdict.Converged());
    atom.doubles("forces")[0] = 0.02;
    assertThat(fire.judge(atom, 0)).isEqualTo(new Verdict.MaxIterations());
    atom.doubles("forces")[0] = 2e6;
    assertThat(fire.judge(atom, 0)).isInstanceOf(Verdict.Failed.class);
  }

  @Test
  void aForceThatIsNotANumberIsAFailureWithStepAndValue() {
    Fire fire = new Fire(FireSettings.defaults(FireSettings.Flavour.ASE), CellFilter.none(), NEVER);
    SimState state = start(new double[] {0, 0, 0}, new double[9], new boolean[3]);
    fire.prepare(state);
    state.doubles("energy")[0] = 0;
    assertThat(fire.judge(state, 0))
        .isEqualTo(new Verdict.Failed("not_finite", "at step 0 the force on atom 0 is NaN"));
  }

  private static Fire ase(JsonNode run) {
    boolean frechet = run.get("cell").asText().equals("frechet");
    CellFilter filter =
        new CellFilter(
            frechet ? CellFilter.Kind.FRECHET : CellFilter.Kind.NONE,
            run.get("pressure").asDouble(),
            run.path("hydrostatic_strain").asBoolean(),
            run.path("constant_volume").asBoolean());
    return new Fire(FireSettings.defaults(FireSettings.Flavour.ASE), filter, NEVER);
  }

  private static SimState aseStart(JsonNode run) {
    JsonNode first = run.get("steps").get(0);
    boolean[] pbc = new boolean[3];
    for (int k = 0; k < 3; k++) {
      pbc[k] = run.get("pbc").get(k).asBoolean();
    }
    return start(flat(first.get("positions")), flat(first.get("cell")), pbc);
  }

  private static SimState start(double[] positions, double[] cell, boolean[] pbc) {
    int[] z = new int[positions.length / 3];
    double[] masses = new double[z.length];
    Arrays.fill(z, 18);
    Arrays.fill(masses, 39.948);
    return SimState.ofSystem(z, masses, positions, cell, pbc);
  }

  private static double[] flat(JsonNode node) {
    List<Double> all = new ArrayList<>();
    collect(node, all);
    return all.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void collect(JsonNode node, List<Double> into) {
    if (node.isNumber()) {
      into.add(node.asDouble());
    }
    node.forEach(child -> collect(child, into));
  }
}
