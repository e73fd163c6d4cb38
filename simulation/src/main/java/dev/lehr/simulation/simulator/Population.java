package dev.lehr.simulation.simulator;

import java.util.List;
import java.util.OptionalDouble;
import java.util.SplittableRandom;

/** Where the structures of a simulated campaign come from. */
@FunctionalInterface
public interface Population {

  /**
   * A structure.
   *
   * @param size what it adds to the sum that a cap limits, above 0
   * @param steps steps to its end, at least 1
   */
  record Member(double size, int steps) {
    /** Rejects what is none. */
    public Member {
      if (!(size > 0) || steps < 1) {
        throw new IllegalArgumentException("a structure of size " + size + ", " + steps + " steps");
      }
    }
  }

  /** Draws one. */
  Member draw(SplittableRandom random);

  /** Largest sum of sizes that the device takes; empty where that is drawn as well. */
  default OptionalDouble device() {
    return OptionalDouble.empty();
  }

  /** Sizes from 1 to 12 and 1 to 40 steps, alike likely. */
  static Population small() {
    return random -> new Member(1 + 11 * random.nextDouble(), 1 + random.nextInt(40));
  }

  /** Sizes of a distribution, with its device, and 1 to 80 steps, alike likely. */
  static Population of(SizeDistribution sizes) {
    return new Population() {
      @Override
      public Member draw(SplittableRandom random) {
        return new Member(sizes.draw(1, random.nextLong())[0], 1 + random.nextInt(80));
      }

      @Override
      public OptionalDouble device() {
        return OptionalDouble.of(sizes.device());
      }
    };
  }

  /** What a real campaign had, each as likely as another. */
  static Population recorded(List<Member> members) {
    List<Member> all = List.copyOf(members);
    if (all.isEmpty()) {
      throw new IllegalArgumentException("there is nothing to draw from");
    }
    return random -> all.get(random.nextInt(all.size()));
  }
}
