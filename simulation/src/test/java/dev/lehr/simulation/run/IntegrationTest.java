package dev.lehr.simulation.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.dynamics.Displacements;
import dev.lehr.simulation.dynamics.Ensemble;
import dev.lehr.simulation.dynamics.Observable;
import dev.lehr.simulation.dynamics.PairDistribution;
import dev.lehr.simulation.dynamics.PairSampling;
import dev.lehr.simulation.model.SoftSphere;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What molecular dynamics of the library takes and gives beyond its means. */
class IntegrationTest {

  private static final double[] MOMENTA = {1, 0.5, -2, -0.25, 3, 1};

  private static Structure.Builder pair(String id) {
    return Structure.builder(id, "test", new int[] {18, 18}, new double[] {0, 0, 0, 3, 3, 3})
        .cell(new double[] {8, 0, 0, 0, 8, 0, 0, 0, 8})
        .pbc(true, true, true);
  }

  @Test
  void momentaOfFilesAreTakenAndThoseWithoutThemFailAlone() {
    List<Structure> structures =
        List.of(
            pair("with").array("momenta", new AtomColumn.Reals(3, MOMENTA)).build(),
            pair("without").build());
    PairSampling pairs = new PairSampling(6, 30, 10, false);
    Results results =
        Lehr.integrate(
            structures,
            new SoftSphere(4.5, 2, 2.5, Workers.serial()),
            Integration.builder(300)
                .ensemble(Ensemble.nve())
                .steps(100)
                .momentaOfFiles()
                .displacementsEvery(20)
                .pairs(pairs)
                .build());
    Result with = results.get(0);
    assertThat(with.isConverged()).isTrue();
    double kinetic = 0;
    for (double p : MOMENTA) {
      kinetic += p * p / 2 / 39.948;
    }
    double conserved = with.observables().orElseThrow().last(Observable.CONSERVED);
    double start = conserved - with.observables().orElseThrow().drift();
    // |r| = 3 sqrt 3 is outside of the spheres: all energy is kinetic.
    assertThat(start).isCloseTo(kinetic, within(1e-12));
    Displacements moved = with.displacements().orElseThrow();
    assertThat(moved.rows()).isEqualTo(6);
    assertThat(moved.all(5)).isPositive();
    PairDistribution found = with.pairDistribution(pairs).orElseThrow();
    assertThat(found.samples()).isEqualTo(10);
    assertThat(Arrays.stream(found.all()).max().orElseThrow()).isPositive();
    Result without = results.get(1);
    assertThat(without.status()).isEqualTo(Status.FAILED);
    assertThat(without.reason()).isEqualTo("no_momenta");
  }
}
