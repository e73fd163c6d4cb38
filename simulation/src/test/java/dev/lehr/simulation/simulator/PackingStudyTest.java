package dev.lehr.simulation.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lehr.simulation.schedule.Packing;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PackingStudyTest {

  private static SizeDistribution sizes(String name) {
    return switch (name) {
      case "65" -> SizeDistribution.about65Fit();
      case "20" -> SizeDistribution.about20Fit();
      default -> SizeDistribution.heavyTailed();
    };
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"65, 0.98, 0.97", "20, 0.96, 0.97", "heavy, 0.72, 0.94"})
  void lookAheadKeepsTheDeviceFullWhereFirstInFirstOutDoesNot(
      String name, double fifo, double least) {
    PackingStudy study = PackingStudy.of(sizes(name), 1);
    assertThat(study.run(Packing.fifo()).occupancy()).isCloseTo(fifo, within(0.01));
    PackingStudy.Outcome ahead = study.run(Packing.lookAhead());
    assertThat(ahead.occupancy()).isGreaterThanOrEqualTo(least);
    assertThat(ahead.mostOvertaken()).isLessThanOrEqualTo(256);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "65, 5, 0.95",
    "65, 20, 0.88",
    "20, 5, 0.95",
    "20, 20, 0.88",
    "heavy, 5, 0.94",
    "heavy, 20, 0.88"
  })
  void swappingLessOftenCostsWhatTheDoneOnesKeepOfTheirPlace(
      String name, int swapEvery, double least) {
    double every = PackingStudy.of(sizes(name), 1).run(Packing.lookAhead()).occupancy();
    double seldom = PackingStudy.of(sizes(name), swapEvery).run(Packing.lookAhead()).occupancy();
    // One that is done stays (swapEvery - 1) / 2 steps longer, of 96 that it takes.
    double kept = 96 / (96 + (swapEvery - 1) / 2.0);
    assertThat(seldom).isGreaterThanOrEqualTo(least).isCloseTo(every * kept, within(0.02));
  }

  @Test
  void sizesAreThoseOfTheSeedAndWithinTheDevice() {
    double[] sizes = SizeDistribution.heavyTailed().draw(20_000, 7);
    assertThat(sizes).isEqualTo(SizeDistribution.heavyTailed().draw(20_000, 7));
    assertThat(sizes).isNotEqualTo(SizeDistribution.heavyTailed().draw(20_000, 8));
    assertThat(Arrays.stream(sizes).max().orElseThrow()).isBetween(9_990.0, 10_000.0);
    assertThat(Arrays.stream(sizes).min().orElseThrow()).isBetween(1.0, 200.0);
    double[] small = SizeDistribution.about65Fit().draw(20_000, 7);
    assertThat(10_000 / Arrays.stream(small).average().orElseThrow()).isCloseTo(63, within(1.0));
  }
}
