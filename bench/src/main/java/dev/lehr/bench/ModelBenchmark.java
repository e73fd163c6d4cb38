package dev.lehr.bench;

import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
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

/** One evaluation of a classical model, with a neighbour list that holds. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class ModelBenchmark {

  /** Which model. */
  @Param({"lj", "eam"})
  public String model;

  /** Cubic cells along each axis: 32 and 4,000 atoms. */
  @Param({"2", "10"})
  public int cells;

  private final ModelOutput output = new ModelOutput();
  private SimState state;
  private Model potential;

  /** Makes the crystal and its neighbour list. */
  @Setup
  public void setUp() {
    potential = Models.of(model, Workers.serial());
    state = model.equals("lj") ? Crystal.argon(cells, 0.05, 1) : Crystal.copper(cells, 0.05, 1);
    potential.evaluate(state, output);
  }

  /** Energy, forces and stress. */
  @Benchmark
  public ModelOutput evaluate() {
    potential.evaluate(state, output);
    return output;
  }
}
