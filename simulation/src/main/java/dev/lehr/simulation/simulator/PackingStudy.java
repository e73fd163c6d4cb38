package dev.lehr.simulation.simulator;

import dev.lehr.simulation.schedule.Customer;
import dev.lehr.simulation.schedule.Item;
import dev.lehr.simulation.schedule.Packing;
import dev.lehr.simulation.schedule.Scheduler;
import dev.lehr.simulation.schedule.SchedulerSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * How full a device is under a packing: structures whose sizes and numbers of steps are drawn
 * beforehand go through a {@link Scheduler}, without any physics.
 *
 * @param sizes how large they are, and the device
 * @param structures how many
 * @param medianSteps median of the steps that a structure takes; the steps are log-normal
 * @param sigmaSteps standard deviation of the logarithm of the steps
 * @param swapEvery steps between swaps: a structure that is done in between keeps its place
 * @param seed of the draws
 */
public record PackingStudy(
    SizeDistribution sizes,
    int structures,
    double medianSteps,
    double sigmaSteps,
    int swapEvery,
    long seed) {

  /** Of 20,000 structures that take 96 steps on average, half of them fewer than 75. */
  public static PackingStudy of(SizeDistribution sizes, int swapEvery) {
    return new PackingStudy(sizes, 20_000, 75, 0.7, swapEvery, 1);
  }

  /**
   * What came of it.
   *
   * @param occupancy sum of size times steps over the device's size times the steps that it ran, 0
   *     to 1; the end, when nothing waits any more, counts
   * @param steps how many the device ran
   * @param residents how many structures were in the batch, on average
   * @param mostOvertaken how often the one that was overtaken most was
   */
  public record Outcome(double occupancy, long steps, double residents, int mostOvertaken) {}

  /** Runs everything. */
  public Outcome run(Packing packing) {
    Scheduler<Integer> scheduler = new Scheduler<>(SchedulerSettings.of(packing, sizes.device()));
    double[] size = sizes.draw(structures, seed);
    int[] left = steps();
    double work = 0;
    for (int i = 0; i < structures; i++) {
      scheduler.submit(i, Customer.only(), size[i], false);
      work += size[i] * left[i];
    }
    long steps = 0;
    double residentSteps = 0;
    int mostOvertaken = 0;
    List<Item<Integer>> done = new ArrayList<>();
    while (true) {
      for (Item<Integer> item : scheduler.plan().admitted()) {
        mostOvertaken = Math.max(mostOvertaken, item.overtaken());
      }
      if (scheduler.residents().isEmpty()) {
        break;
      }
      steps += swapEvery;
      residentSteps += (double) swapEvery * scheduler.residents().size();
      done.clear();
      for (Item<Integer> item : scheduler.residents()) {
        left[item.tag()] -= swapEvery;
        if (left[item.tag()] <= 0) {
          done.add(item);
        }
      }
      scheduler.stepped();
      done.forEach(scheduler::left);
    }
    return new Outcome(
        work / (sizes.device() * steps), steps, residentSteps / steps, mostOvertaken);
  }

  private int[] steps() {
    Random random = new Random(~seed);
    int[] steps = new int[structures];
    for (int i = 0; i < structures; i++) {
      double drawn = medianSteps * StrictMath.exp(sigmaSteps * random.nextGaussian());
      steps[i] = (int) Math.max(1, StrictMath.rint(drawn));
    }
    return steps;
  }
}
