package dev.lehr.testing;

import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.state.SimState;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The device that a test's campaigns run on. The campaign's own model computes; the device adds
 * what real ones do: it has so much memory, needs time, fails, or takes its process with it. May be
 * changed at any time and from any thread.
 *
 * <p>Passes are forward passes of a batch, counted from 1 on since the test began, those that fail
 * as well.
 */
public final class FakeDevice {

  private int mostAtoms = Integer.MAX_VALUE;
  private Duration time = Duration.ZERO;
  private final Set<Long> failing = new TreeSet<>();
  private final Set<Long> deadly = new TreeSet<>();
  private Predicate<BatchedSystem> refused = system -> false;
  private Predicate<BatchedSystem> unsound = system -> false;
  private Predicate<BatchedSystem> poison = system -> false;
  private DeviceCounts counts = DeviceCounts.NONE;

  FakeDevice() {}

  /** A batch of more atoms finds no memory. */
  public synchronized FakeDevice holdsAtoms(int most) {
    if (most < 1) {
      throw new IllegalArgumentException("the device holds " + most + " atoms, expected above 0");
    }
    mostAtoms = most;
    return this;
  }

  /** Every pass takes so much longer. */
  public synchronized FakeDevice takes(Duration eachPass) {
    time = eachPass;
    return this;
  }

  /** One pass fails, as where a driver hiccups; the same batch may be tried again. */
  public synchronized FakeDevice failsAt(long pass) {
    failing.add(soon(pass));
    return this;
  }

  /**
   * The worker process with the device ends in a pass, as by {@code kill -9}: what is not committed
   * by then is lost. Another one takes its place.
   */
  public synchronized FakeDevice diesAt(long pass) {
    deadly.add(soon(pass));
    return this;
  }

  private long soon(long pass) {
    if (pass <= counts.passes()) {
      throw new IllegalArgumentException(
          "pass " + pass + " is over: there have been " + counts.passes());
    }
    return pass;
  }

  /** Passes with such a structure fail: Lehr has to find out which one it is. */
  public synchronized FakeDevice failsFor(Predicate<BatchedSystem> structure) {
    refused = structure;
    return this;
  }

  /** The model answers not-a-number as the energy of such a structure. */
  public synchronized FakeDevice answersNaNFor(Predicate<BatchedSystem> structure) {
    unsound = structure;
    return this;
  }

  /** Such a structure ends the worker process in every pass; see {@link #diesAt}. */
  public synchronized FakeDevice diesOf(Predicate<BatchedSystem> structure) {
    poison = structure;
    return this;
  }

  /** Nothing fails any more, and passes take no longer than they do; counts go on. */
  public synchronized FakeDevice recovers() {
    mostAtoms = Integer.MAX_VALUE;
    time = Duration.ZERO;
    failing.clear();
    deadly.clear();
    refused = system -> false;
    unsound = system -> false;
    poison = system -> false;
    return this;
  }

  /** What it has done since the test began. */
  public synchronized DeviceCounts counts() {
    return counts;
  }

  /** A forward pass of a worker that lives. */
  void evaluate(Model model, SimState state, ModelOutput output, WorkerLife life) {
    before(state, life);
    model.evaluate(state, output);
    after(state, output);
  }

  private void before(SimState state, WorkerLife life) {
    Duration needed;
    synchronized (this) {
      counts = counts.begun(state.nAtoms(), state.nSystems());
      needed = time;
    }
    sleep(needed);
    synchronized (this) {
      long pass = counts.passes();
      if (deadly.remove(pass) || has(poison, state)) {
        throw life.end("the device took its process with it in pass " + pass);
      }
      if (state.nAtoms() > mostAtoms) {
        counts = counts.outOfMemoryOnce();
        throw new DeviceOutOfMemoryException(
            "a batch of " + state.nAtoms() + " atoms, and the device holds " + mostAtoms);
      }
      if (failing.remove(pass) || has(refused, state)) {
        counts = counts.failedOnce();
        throw new IllegalStateException("the device failed in pass " + pass);
      }
    }
  }

  private synchronized void after(SimState state, ModelOutput output) {
    counts = counts.done(state.nSystems());
    for (int s = 0; s < state.nSystems(); s++) {
      if (unsound.test(BatchedSystem.of(state, s))) {
        output.energy()[s] = Double.NaN;
      }
    }
  }

  private static boolean has(Predicate<BatchedSystem> some, SimState state) {
    for (int s = 0; s < state.nSystems(); s++) {
      if (some.test(BatchedSystem.of(state, s))) {
        return true;
      }
    }
    return false;
  }

  private static void sleep(Duration duration) {
    if (duration.isZero()) {
      return;
    }
    try {
      Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
