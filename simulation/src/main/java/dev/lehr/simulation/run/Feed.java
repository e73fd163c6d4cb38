package dev.lehr.simulation.run;

import dev.lehr.simulation.autobatch.ConstantVolumeBins;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.neighbors.NeighborSearchException;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.optimize.Verdict;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Brings structures from the input to the loop as the way of batching wants it: as the queue has
 * room, or a bin at a time. What cannot be computed becomes a result at once.
 */
final class Feed {

  /** A device's memory is probed with the smallest and the largest of so many structures. */
  private static final int SAMPLE = 256;

  private final Iterator<Structure> input;
  private final Model model;
  private final Stepper stepper;
  private final boolean binned;
  private final Deque<Structure> ahead = new ArrayDeque<>();
  private final Deque<List<Job>> bins = new ArrayDeque<>();
  private final List<Result> refused = new ArrayList<>();
  private final Measure measure;
  private long nextIndex;

  Feed(ExecutionConfig config, Iterator<Structure> input, Model model, Stepper stepper) {
    this.input = input;
    this.model = model;
    this.stepper = stepper;
    Batching batching = config.batching();
    this.binned = !(batching instanceof Batching.InFlight);
    if (batching instanceof Batching.InFlight inFlight) {
      this.measure =
          Measure.of(inFlight.limit(), model, config.threads(), sample(inFlight.limit()));
      return;
    }
    input.forEachRemaining(ahead::add);
    if (batching instanceof Batching.Binning binning) {
      this.measure = Measure.of(binning.limit(), model, config.threads(), sample(binning.limit()));
      List<Job> jobs = jobs();
      bins.addAll(ConstantVolumeBins.of(measure.max()).pack(jobs, Job::scaler));
    } else {
      double atoms = ahead.stream().mapToDouble(Structure::nAtoms).sum();
      this.measure = Measure.unlimited(Math.max(1, atoms), model);
      bins.add(jobs());
    }
  }

  /** Systems that a maximum is estimated from; they stay ahead in the input. */
  private List<SimState> sample(Batching.Limit limit) {
    List<SimState> systems = new ArrayList<>();
    if (limit instanceof Batching.Limit.Probed) {
      while (ahead.size() < SAMPLE && input.hasNext()) {
        ahead.add(input.next());
      }
      for (Structure structure : ahead) {
        if (Job.refuse(0, structure, model).isEmpty()) {
          SimState system = structure.toSimState();
          SystemInput.give(model.inputs(), structure, system);
          systems.add(system);
        }
      }
    }
    return systems;
  }

  private List<Job> jobs() {
    List<Job> jobs = new ArrayList<>();
    while (!ahead.isEmpty()) {
      job(ahead.remove()).ifPresent(jobs::add);
    }
    return jobs;
  }

  /** The job of the next structure; empty where it was refused. */
  private Optional<Job> job(Structure structure) {
    long index = nextIndex++;
    Optional<Result> refusal = Job.refuse(index, structure, model);
    if (refusal.isEmpty()) {
      try {
        SimState state = structure.toSimState();
        stepper.begin(state, structure);
        Optional<Verdict.Failed> why = stepper.refuses(state);
        if (why.isEmpty()) {
          return Optional.of(new Job(index, structure, measure.of(state)));
        }
        refusal = why.map(w -> Job.failed(index, structure, w.reason(), w.detail()));
      } catch (NeighborSearchException e) {
        refusal =
            Optional.of(
                Job.failed(index, structure, "not_searchable", String.valueOf(e.getMessage())));
      }
    }
    refusal.ifPresent(refused::add);
    return Optional.empty();
  }

  /** How much of a batch a system takes. */
  Measure measure() {
    return measure;
  }

  /** Gives a run as much as it has room for. */
  void into(Run run) {
    if (binned) {
      if (run.isIdle() && !bins.isEmpty()) {
        bins.remove().forEach(run::submit);
      }
    } else {
      while (run.hasRoom(measure.max()) && hasMore()) {
        job(ahead.isEmpty() ? input.next() : ahead.remove()).ifPresent(run::submit);
      }
    }
    refused.forEach(run::give);
    refused.clear();
  }

  private boolean hasMore() {
    return !ahead.isEmpty() || input.hasNext();
  }

  /** Whether everything has been given. */
  boolean isExhausted() {
    return bins.isEmpty() && !hasMore();
  }

  /** What was taken from the input and has not been given. */
  List<Result> rest() {
    List<Result> rest = new ArrayList<>(refused);
    bins.forEach(bin -> bin.forEach(job -> rest.add(Job.neverStarted(job.index(), job.input()))));
    while (!ahead.isEmpty()) {
      rest.add(Job.neverStarted(nextIndex++, ahead.remove()));
    }
    bins.clear();
    refused.clear();
    return rest;
  }
}
