package dev.lehr.activities.engine;

import dev.lehr.simulation.autobatch.DeviceMemory;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Optional;

/** A model with an eye on the time that its forward passes take. */
final class TimedModel implements Model {

  private final Model model;
  private long nanos;

  TimedModel(Model model) {
    this.model = model;
  }

  /** Seconds in forward passes since it was last asked. */
  double takeSeconds() {
    double seconds = nanos * 1e-9;
    nanos = 0;
    return seconds;
  }

  @Override
  public void evaluate(SimState state, ModelOutput output) {
    long start = System.nanoTime();
    try {
      model.evaluate(state, output);
    } finally {
      nanos += System.nanoTime() - start;
    }
  }

  @Override
  public String name() {
    return model.name();
  }

  @Override
  public String digest() {
    return model.digest();
  }

  @Override
  public double cutoff() {
    return model.cutoff();
  }

  @Override
  public double range() {
    return model.range();
  }

  @Override
  public boolean isRangeKnown() {
    return model.isRangeKnown();
  }

  @Override
  public boolean isSinglePrecision() {
    return model.isSinglePrecision();
  }

  @Override
  public boolean endsWithin(boolean[] pbc) {
    return model.endsWithin(pbc);
  }

  @Override
  public boolean supports(int atomicNumber) {
    return model.supports(atomicNumber);
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return model.memoryScalesWith();
  }

  @Override
  public List<String> notes() {
    return model.notes();
  }

  @Override
  public String functional() {
    return model.functional();
  }

  @Override
  public String corrections() {
    return model.corrections();
  }

  @Override
  public List<SystemInput> inputs() {
    return model.inputs();
  }

  @Override
  public List<ExtraOutput> outputs() {
    return model.outputs();
  }

  @Override
  public List<String> remarks() {
    return model.remarks();
  }

  @Override
  public long workingBytes(long atoms, long edges) {
    return model.workingBytes(atoms, edges);
  }

  @Override
  public String placement() {
    return model.placement();
  }

  @Override
  public Optional<DeviceMemory> memory() {
    return model.memory();
  }

  @Override
  public void releaseCaches() {
    model.releaseCaches();
  }
}
