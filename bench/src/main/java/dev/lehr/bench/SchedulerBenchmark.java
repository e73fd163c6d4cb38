package dev.lehr.bench;

import dev.lehr.simulation.schedule.Customer;
import dev.lehr.simulation.schedule.Item;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import dev.lehr.simulation.simulator.SizeDistribution;
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
import org.openjdk.jmh.annotations.Warmup;

/**
 * What one system costs a scheduler on its way through, submitted, admitted and gone, while a
 * million wait.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgs = "-Xmx2g")
@Warmup(iterations = 5, time = 4)
@Measurement(iterations = 5, time = 2)
public class SchedulerBenchmark {

  private static final int PENDING = 1_000_000;

  /** The packing. */
  @Param({"fifo", "look-ahead"})
  public String packing;

  /** The sizes. */
  @Param({"65", "20", "heavy"})
  public String sizes;

  /** How many campaigns share the device. */
  @Param({"1", "8"})
  public int customers;

  private Scheduler<Integer> scheduler;
  private double[] drawn;
  private Customer[] who;
  private int next;
  private int leaving;

  /** Fills the queues, and says what one that waits takes. */
  @Setup
  public void setUp() {
    SizeDistribution distribution =
        switch (sizes) {
          case "65" -> SizeDistribution.about65Fit();
          case "20" -> SizeDistribution.about20Fit();
          default -> SizeDistribution.heavyTailed();
        };
    drawn = distribution.draw(1 << 16, 1);
    who = new Customer[customers];
    for (int i = 0; i < customers; i++) {
      who[i] = new Customer("campaign " + i, 0, 1 + i % 2);
    }
    Packing choice = packing.equals("fifo") ? Packing.fifo() : Packing.lookAhead();
    long before = used();
    scheduler = new Scheduler<>(SchedulerSettings.of(choice, distribution.device()));
    Integer tag = 0;
    for (int i = 0; i < PENDING; i++) {
      scheduler.submit(tag, who[next % customers], drawn[next % drawn.length], false);
      next++;
    }
    System.out.printf("%.1f bytes for each that waits%n", (used() - before) / (double) PENDING);
    scheduler.plan();
  }

  private static long used() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  /** A step, one system gone, another submitted, and the decision who joins. */
  @Benchmark
  public int oneSystemThrough() {
    scheduler.stepped();
    List<Item<Integer>> residents = scheduler.residents();
    leaving = (leaving + 7) % residents.size();
    scheduler.left(residents.get(leaving));
    scheduler.submit(0, who[next % customers], drawn[next % drawn.length], false);
    next = (next + 1) % (1 << 20);
    return scheduler.plan().admitted().size();
  }
}
