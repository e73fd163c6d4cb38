package dev.lehr.activities.djl;

import dev.lehr.simulation.autobatch.DeviceMemory;

/**
 * The memory of a CUDA device. The allocator does not tell its peak; it keeps what it has had until
 * caches are released, so that what is in use then is the peak since.
 *
 * @param torch which device
 */
record TorchMemory(TorchDevice torch) implements DeviceMemory {

  /** Does nothing: giving the cache back at every look would cost more than it shows. */
  @Override
  public void resetPeak() {}

  @Override
  public long peakBytes() {
    return TorchModule.usedMemory(torch);
  }

  @Override
  public String device() {
    return torch + " of " + budgetBytes() + " bytes";
  }

  @Override
  public long budgetBytes() {
    return TorchModule.totalMemory(torch);
  }
}
