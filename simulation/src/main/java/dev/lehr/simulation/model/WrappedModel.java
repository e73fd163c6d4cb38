package dev.lehr.simulation.model;

import dev.lehr.simulation.autobatch.DeviceMemory;
import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.state.SimState;
import java.util.List;
import java.util.Optional;

/** A model with something around its forward passes; all else is the model's own. */
public final class WrappedModel implements Model {

  /** What is around. */
  @FunctionalInterface
  public interface Around {
    /**
     * A forward pass.
     *
     * @param model to be asked, or not
     * @param state the batch
     * @param output filled by the model
     */
    void evaluate(Model model, SimState state, ModelOutput output);
  }

  private final Model model;
  private final Around around;

  /** A model in another one's place. */
  public WrappedModel(Model model, Around around) {
    this.model = model;
    this.around = around;
  }

  @Override
  public void evaluate(SimState state, ModelOutput output) {
    around.evaluate(model, state, output);
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
