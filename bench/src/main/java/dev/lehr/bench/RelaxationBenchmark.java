package dev.lehr.bench;

import dev.lehr.simulation.parallel.FixedThreadWorkers;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** 200 small argon crystals through the batch loop, swaps and all. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
public class RelaxationBenchmark {

  private static final int[] CELLS = {1, 1, 1, 1, 2, 2, 2, 2, 2, 3};

  /** Threads that share the work. */
  @Param({"1", "2"})
  public int threads;

  private final List<SimState> systems = new ArrayList<>();
  private FixedThreadWorkers pool;
  private Workers workers;

  /** Makes the crystals. */
  @Setup
  public void setUp() {
    pool = new FixedThreadWorkers(threads);
    workers = threads == 1 ? Workers.serial() : pool;
    for (int i = 0; i < 200; i++) {
      systems.add(Crystal.argon(CELLS[i % CELLS.length], 0.03 + 0.0006 * i, i));
    }
  }

  /** Ends the threads. */
  @TearDown
  public void tearDown() {
    pool.close();
  }

  /** From the first step to the last system's leaving. */
  @Benchmark
  public long relax() {
    Relaxation relaxation =
        new Relaxation(Models.of("lj", workers), workers, systems, 2000, 0.01, 1000);
    relaxation.run();
    return relaxation.systemSteps();
  }
}
