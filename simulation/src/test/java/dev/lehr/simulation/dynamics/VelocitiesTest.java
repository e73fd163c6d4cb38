package dev.lehr.simulation.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Where momenta at the start come from. */
class VelocitiesTest {

  private static final double[] MOMENTA = {1, 2, 3, -1, 0.5, 0.25};

  private static Structure.Builder pair() {
    return Structure.builder("pair", "test", new int[] {18, 10}, new double[] {0, 0, 0, 0, 0, 4});
  }

  private static Dynamics dynamics(Ensemble ensemble, Velocities velocities) {
    return new Dynamics(
        DynamicsSettings.builder(ensemble, 300).velocities(velocities).build(), 0, "test");
  }

  private static SimState begun(Dynamics dynamics, Structure structure) {
    SimState state = structure.toSimState();
    dynamics.begin(state, structure);
    return state;
  }

  @Test
  void thoseOfTheFileAreTakenToTheBit() {
    Dynamics nve = dynamics(Ensemble.nve(), Velocities.FILE);
    SimState state = begun(nve, pair().array("momenta", new AtomColumn.Reals(3, MOMENTA)).build());
    assertThat(nve.refuses(state)).isEmpty();
    nve.prepare(state);
    assertThat(state.doubles(Dynamics.MOMENTA)).containsExactly(MOMENTA);
    assertThat(nve.takesOver()).isEmpty();
  }

  @Test
  void aFileWithoutUsableMomentaIsRefused() {
    Dynamics nve = dynamics(Ensemble.nve(), Velocities.FILE);
    double[] bad = MOMENTA.clone();
    bad[4] = Double.NaN;
    for (Structure structure :
        new Structure[] {
          pair().build(),
          pair().array("momenta", new AtomColumn.Reals(1, new double[2])).build(),
          pair().array("momenta", new AtomColumn.Reals(3, bad)).build(),
          pair().array("velocities", new AtomColumn.Reals(3, MOMENTA)).build()
        }) {
      assertThat(nve.refuses(begun(nve, structure)))
          .hasValueSatisfying(
              failed -> {
                assertThat(failed.reason()).isEqualTo("no_momenta");
                assertThat(failed.detail())
                    .isEqualTo(
                        "molecular dynamics (nve): found no momenta, expected a column 'momenta' of"
                            + " three finite numbers for each atom (sqrt(eV amu), as ASE writes"
                            + " it) in the structure's file");
              });
    }
  }

  @Test
  void momentaOfTheFileAreLeftAloneWhereOthersAreAskedFor() {
    Dynamics drawn = dynamics(Ensemble.nve(), Velocities.MAXWELL_BOLTZMANN);
    SimState state =
        begun(drawn, pair().array("momenta", new AtomColumn.Reals(3, MOMENTA)).build());
    drawn.prepare(state);
    assertThat(state.doubles(Dynamics.MOMENTA)).isNotEqualTo(MOMENTA);
  }

  @Test
  void dynamicsThatGoesOnNeedsSomethingToGoOnFrom() {
    Dynamics nve = dynamics(Ensemble.nve(), Velocities.CONTINUE);
    assertThat(nve.takesOver()).containsExactly(Dynamics.MOMENTA);
    assertThat(nve.refuses(begun(nve, pair().build())))
        .map(Verdict.Failed::detail)
        .contains("molecular dynamics (nve): found no momenta, expected those of the stage before");
  }

  /** The thermostat of V-rescale counts no motion of the whole: there must be none. */
  @Test
  void aMovingCentreOfMassComesToRestWhereTheThermostatDoesNotCountIt() {
    for (Ensemble ensemble : new Ensemble[] {Ensemble.nvtLangevin(), Ensemble.nvtVRescale()}) {
      Dynamics dynamics = dynamics(ensemble, Velocities.CONTINUE);
      SimState state = begun(dynamics, pair().build());
      state.putColumn(Dynamics.MOMENTA, new Column.Doubles(Scope.ATOM, 3, MOMENTA.clone()));
      dynamics.prepare(state);
      double[] p = state.doubles(Dynamics.MOMENTA);
      boolean rests = ensemble instanceof Ensemble.NvtVRescale;
      for (int k = 0; k < 3; k++) {
        double whole = rests ? 0 : MOMENTA[k] + MOMENTA[3 + k];
        assertThat(p[k] + p[3 + k]).isCloseTo(whole, within(1e-14));
        double relative = p[k] / state.masses()[0] - p[3 + k] / state.masses()[1];
        double before = MOMENTA[k] / state.masses()[0] - MOMENTA[3 + k] / state.masses()[1];
        assertThat(relative).isCloseTo(before, within(1e-14));
      }
      assertThat(Arrays.equals(p, MOMENTA)).isEqualTo(!rests);
    }
  }
}
