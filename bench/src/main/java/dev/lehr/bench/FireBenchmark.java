package dev.lehr.bench;

import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.optimize.CellFilter;
import dev.lehr.simulation.optimize.Convergence;
import dev.lehr.simulation.optimize.Fire;
import dev.lehr.simulation.optimize.FireSettings;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A step of FIRE and its verdict, without the model. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FireBenchmark {

  /** Cubic cells along each axis: 32 and 4,000 atoms. */
  @Param({"2", "10"})
  public int cells;

  /** Whether the cell moves too. */
  @Param({"false", "true"})
  public boolean cell;

  private Fire fire;
  private SimState state;
  private double[] positions;
  private double[] box;

  /** Makes a crystal with forces. */
  @Setup
  public void setUp() {
    fire =
        new Fire(
            FireSettings.defaults(FireSettings.Flavour.ASE),
            cell ? CellFilter.frechet(0) : CellFilter.none(),
            Convergence.force(1e-12, Long.MAX_VALUE));
    state = Crystal.argon(cells, 0.05, 1);
    fire.prepare(state);
    ModelOutput output = new ModelOutput();
    Models.of("lj", Workers.serial()).evaluate(state, output);
    int n = state.nAtoms();
    System.arraycopy(output.forces(), 0, state.doubles(Stepper.FORCES), 0, 3 * n);
    System.arraycopy(output.energies(), 0, state.doubles(Stepper.ENERGIES), 0, n);
    System.arraycopy(output.stress(), 0, state.doubles(Stepper.STRESS), 0, 9);
    state.doubles(Stepper.ENERGY)[0] = output.energy()[0];
    positions = state.positions().clone();
    box = state.cell().clone();
    fire.judge(state, 0);
  }

  /** The system is put back so that it does not run away. */
  @Benchmark
  public Verdict step() {
    fire.move(state, 0);
    System.arraycopy(positions, 0, state.positions(), 0, positions.length);
    System.arraycopy(box, 0, state.cell(), 0, box.length);
    return fire.judge(state, 0);
  }
}
