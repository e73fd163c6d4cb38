package dev.lehr.simulation.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.neighbors.NeighborList;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import org.junit.jupiter.api.Test;

class SetflEamTest {

  private final ModelOutput output = new ModelOutput();

  @Test
  void fineTablesOfTheAnalyticPotentialGiveItsNumbers() {
    List<String> symbols = List.of("Cu", "Al");
    Model formula = new ZhouEam(symbols, Truncation.SMOOTH, Workers.serial());
    Model table =
        new SetflEam(
            ZhouTables.of(symbols, Truncation.SMOOTH, 10_000, 100, false), Workers.serial());
    for (int seed = 0; seed < 10; seed++) {
      SimState state = Crystals.random(new int[] {29, 13}, 20, Crystals.pbc(7), seed);
      ModelOutput expected = new ModelOutput();
      formula.evaluate(state, expected);
      table.evaluate(state, output);
      assertThat(output.energy()[0]).isCloseTo(expected.energy()[0], within(1e-6));
      for (int k = 0; k < 60; k++) {
        assertThat(output.forces()[k]).isCloseTo(expected.forces()[k], within(1e-4));
      }
    }
  }

  @Test
  void aboveTheLargestDensityTheEnergyOfEmbeddingGoesOnAlongItsLastSlope() {
    SetflTable whole = ZhouTables.of(List.of("Cu"), Truncation.SMOOTH, 500, 100, false);
    SetflTable low = ZhouTables.of(List.of("Cu"), Truncation.SMOOTH, 500, 0.5, false);
    SimState state = Crystals.prototype("A1", 29, new double[] {3.615});
    new SetflEam(whole, Workers.serial()).evaluate(state, output);
    double inside = output.energies()[0];
    new SetflEam(low, Workers.serial()).evaluate(state, output);
    double[] f = low.embedding()[0];
    int n = f.length;
    double slope = (f[n - 1] - f[n - 2]) / low.rhoStep();
    double rho = density(low, state);
    double pairs =
        inside - new ZhouEam(List.of("Cu"), Truncation.SMOOTH, Workers.serial()).embedding(0, rho);
    assertThat(rho).isGreaterThan(10);
    assertThat(output.energies()[0])
        .isCloseTo(pairs + f[n - 1] + slope * (rho - 0.5), within(1e-4));
  }

  /** The density at an atom of a crystal by the analytic functions. */
  private static double density(SetflTable table, SimState crystal) {
    ZhouEam eam = new ZhouEam(table.elements(), Truncation.SMOOTH, Workers.serial());
    NeighborList list = NeighborList.of(crystal, 0, eam.cutoff());
    double[] shifts = list.shiftVectors(crystal.cell(), 0, new double[0]);
    double rho = 0;
    for (int k = list.starts()[0]; k < list.starts()[1]; k++) {
      double square = 0;
      for (int c = 0; c < 3; c++) {
        double d =
            crystal.positions()[3 * list.neighbors()[k] + c]
                - crystal.positions()[c]
                + shifts[3 * list.shiftIds()[k] + c];
        square += d * d;
      }
      rho += eam.density(0, Math.sqrt(square)).value();
    }
    return rho;
  }

  @Test
  void everythingThatNumbersDependOnIsInTheDigest() {
    SetflTable t = ZhouTables.of(List.of("Cu", "Al"), Truncation.SMOOTH, 50, 100, false);
    String before = digest(t);
    assertThat(digest(ZhouTables.of(List.of("Cu", "Al"), Truncation.SMOOTH, 50, 100, false)))
        .isEqualTo(before);
    assertThat(digest(with(t, true, t.rhoStep(), t.step(), t.cutoff()))).isNotEqualTo(before);
    assertThat(digest(with(t, false, 2 * t.rhoStep(), t.step(), t.cutoff()))).isNotEqualTo(before);
    assertThat(digest(with(t, false, t.rhoStep(), 2 * t.step(), t.cutoff()))).isNotEqualTo(before);
    assertThat(digest(with(t, false, t.rhoStep(), t.step(), 5))).isNotEqualTo(before);
    t.pair()[1][0][7] = Math.nextUp(t.pair()[1][0][7]);
    assertThat(digest(t)).isNotEqualTo(before);
  }

  @Test
  void elementsThatTheTableLacksAreNamed() {
    Model model =
        new SetflEam(
            ZhouTables.of(List.of("Cu"), Truncation.SMOOTH, 50, 100, false), Workers.serial());
    assertThat(model.supports(29)).isTrue();
    assertThat(model.supports(13)).isFalse();
    assertThat(model.supports(500)).isFalse();
    SimState al = Crystals.prototype("A1", 13, new double[] {4.05});
    assertThatThrownBy(() -> model.evaluate(al, output))
        .hasMessageContaining("[Cu]")
        .hasMessageContaining("13");
  }

  @Test
  void whoeverUsesATableThatIsCutIsWarned() {
    List<String> cu = List.of("Cu");
    SetflTable smooth = ZhouTables.of(cu, Truncation.SMOOTH, 500, 100, false);
    SetflTable hard = ZhouTables.of(cu, Truncation.HARD, 500, 100, false);
    assertThat(new SetflEam(smooth, Workers.serial()).notes()).isEmpty();
    assertThat(new SetflEam(hard, Workers.serial()).notes())
        .singleElement()
        .asString()
        .contains("jump by up to", "eV at its cutoff");
  }

  private static SetflTable with(
      SetflTable t, boolean fs, double rhoStep, double step, double cutoff) {
    return new SetflTable(
        fs,
        t.elements(),
        t.atomicNumbers(),
        rhoStep,
        step,
        cutoff,
        t.embedding(),
        t.density(),
        t.pair());
  }

  private static String digest(SetflTable table) {
    return new SetflEam(table, Workers.serial()).digest();
  }
}
