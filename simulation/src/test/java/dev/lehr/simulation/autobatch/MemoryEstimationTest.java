package dev.lehr.simulation.autobatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.simulation.state.SimState;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryEstimationTest {

  private static SimState system(int atoms) {
    return SimState.ofSystem(
        new int[atoms], new double[atoms], new double[3 * atoms], new double[9], new boolean[3]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"CUDA out of memory. Tried to allocate 2.00 GiB", "Failed to allocate 64 bytes"})
  void whatADeviceSaysWhenMemoryRunsOutIsNoFit(String message) {
    ForwardProbe probe =
        ForwardProbe.of(
            batch -> {
              if (batch.nAtoms() > 10) {
                throw new IllegalStateException("forward failed", new RuntimeException(message));
              }
            });
    assertThat(probe.fits(system(10))).isTrue();
    assertThat(probe.fits(system(11))).isFalse();
  }

  @Test
  void anErrorThatIsNotAboutMemoryIsThrownOn() {
    ForwardProbe probe =
        ForwardProbe.of(
            batch -> {
              throw new IllegalStateException("device-side assert");
            });
    assertThatThrownBy(() -> new BatchSizeSearch(probe, 100, 1.6).maxBatchSize(system(1), 1))
        .hasMessage("device-side assert");
  }

  @ParameterizedTest
  @ValueSource(doubles = {1.0, 1.1, 1.4})
  void aSlowGrowthStillEnds(double factor) {
    List<Integer> tried = new ArrayList<>();
    BatchSizeSearch search =
        new BatchSizeSearch(
            batch -> {
              tried.add(batch.nAtoms());
              return true;
            },
            16,
            factor);
    assertThat(search.maxBatchSize(system(8), 1)).isEqualTo(2);
    assertThat(tried).containsExactly(8, 16);
  }

  /** A device that keeps what a forward pass used. */
  private static final class Counter implements DeviceMemory {
    long peak = 99L << 30;

    @Override
    public void resetPeak() {
      peak = 0;
    }

    @Override
    public long peakBytes() {
      return peak;
    }
  }

  @Test
  void theMemoryOfAForwardPassIsItsPeakInGibibytes() {
    Counter device = new Counter();
    assertThat(
            device.measureForward(batch -> device.peak += batch.nAtoms() * (256L << 20), system(6)))
        .isEqualTo(1.5);
  }

  @Test
  void aCpuHasNoDeviceMemoryToMeasure() {
    assertThatThrownBy(() -> DeviceMemory.unsupported().measureForward(b -> {}, system(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Memory estimation does not make sense on CPU and is unsupported.");
  }
}
