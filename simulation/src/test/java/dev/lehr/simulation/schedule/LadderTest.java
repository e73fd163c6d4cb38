package dev.lehr.simulation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class LadderTest {

  private static final Customer ALL = Customer.only();

  private static Scheduler<Integer> full(int n) {
    return full(n, n);
  }

  private static Scheduler<Integer> full(int n, double cap) {
    Scheduler<Integer> s =
        new Scheduler<>(new SchedulerSettings(new Packing.Fifo(), cap, false, 5, 0.1));
    for (int i = 0; i < n; i++) {
      s.submit(i, ALL, 1, false);
    }
    s.plan();
    return s;
  }

  private static List<Integer> tags(List<Item<Integer>> items) {
    return items.stream().map(Item::tag).toList();
  }

  private static List<Integer> evicted(Remedy<Integer> remedy) {
    assertThat(remedy).isInstanceOf(Remedy.Evict.class);
    return tags(((Remedy.Evict<Integer>) remedy).items());
  }

  private static int setAside(Remedy<Integer> remedy) {
    assertThat(remedy).isInstanceOf(Remedy.SetAside.class);
    return ((Remedy.SetAside<Integer>) remedy).item().tag();
  }

  private static void assertReleases(Remedy<Integer> remedy) {
    assertThat(remedy).isInstanceOf(Remedy.ReleaseCaches.class);
  }

  @Test
  void firstCachesAreReleasedThenTheYoungestLeavesThenHalfOfTheRest() {
    Scheduler<Integer> s = full(9);
    assertReleases(s.failed(true));
    assertThat(s.residents()).hasSize(9);
    assertThat(evicted(s.failed(true))).containsExactly(8);
    assertThat(s.cap()).isEqualTo(8);
    assertThat(evicted(s.failed(true))).containsExactly(4, 5, 6, 7);
    assertThat(s.cap()).isEqualTo(4);
    assertThat(s.plan().isEmpty()).as("nobody joins before the step is repeated").isTrue();
    s.stepped();
    assertThat(s.plan().isEmpty()).as("the cap is 4").isTrue();
    assertThat(s.waiting()).isEqualTo(5);
  }

  @Test
  void aFailureOfTheModelsOwnNeitherReleasesCachesNorLowersTheCap() {
    Scheduler<Integer> s = full(9);
    assertThat(evicted(s.failed(false))).containsExactly(8);
    assertThat(s.cap()).isEqualTo(9);
    s.stepped();
    assertThat(tags(s.plan().admitted())).containsExactly(8);
  }

  @Test
  void oneThatFailsAloneStandsAsideUntilOthersFareWell() {
    Scheduler<Integer> s = full(2);
    assertReleases(s.failed(true));
    assertThat(evicted(s.failed(true))).containsExactly(1);
    assertReleases(s.failed(true));
    assertThat(setAside(s.failed(true))).isZero();
    assertThat(s.condemned()).isEmpty();
    assertThat(s.cap()).isEqualTo(1);
    assertThat(tags(s.plan().admitted())).containsExactly(1);
    s.stepped();
    List<Item<Integer>> condemned = s.condemned();
    assertThat(tags(condemned)).containsExactly(0);
    assertThat(condemned.get(0).place()).isEqualTo(Item.Place.GONE);
    assertThat(s.condemned()).isEmpty();
    assertThat(s.cap()).as("it was not memory").isEqualTo(2);
  }

  @Test
  void suspectsLeaveFirstInTheNextIncidentAndACleanStepClearsThem() {
    Scheduler<Integer> s = full(8);
    assertThat(evicted(s.failed(false))).containsExactly(7);
    assertThat(evicted(s.failed(false))).containsExactly(4, 5, 6);
    s.stepped();
    assertThat(tags(s.plan().admitted())).containsExactly(4, 5, 6, 7);
    assertThat(evicted(s.failed(false))).as("7 left before the step went well").containsExactly(6);
    s.stepped();
    s.plan();
    assertThat(tags(s.residents())).containsExactly(0, 1, 2, 3, 4, 5, 7, 6);
    assertThat(evicted(s.failed(false))).as("4 and 5 have stepped without 6").containsExactly(6);
    s.stepped();
    assertThat(s.plan().isEmpty()).as("6 has to be alone now").isTrue();
    while (!s.residents().isEmpty()) {
      s.left(s.residents().get(0));
    }
    assertThat(tags(s.plan().admitted())).containsExactly(6);
    s.submit(8, ALL, 1, false);
    assertThat(s.plan().isEmpty()).isTrue();
    s.stepped();
    assertThat(tags(s.plan().admitted())).as("6 is cleared").containsExactly(8);
  }

  @Test
  void oneWithNothingBesideItIsTriedOnceMoreAndThenCondemned() {
    Scheduler<Integer> s = full(1);
    assertReleases(s.failed(true));
    assertThat(setAside(s.failed(true))).isZero();
    assertThat(tags(s.plan().admitted())).containsExactly(0);
    assertThat(setAside(s.failed(true))).isZero();
    assertThat(tags(s.condemned())).containsExactly(0);
    assertThat(s.plan().isEmpty()).isTrue();
  }

  @Test
  void oneThatIsTriedOnceMoreAndFaresWellGoesOnAndSoDoOthersAside() {
    Scheduler<Integer> s = full(2);
    s.failed(false);
    assertThat(setAside(s.failed(false))).isZero();
    s.plan();
    assertThat(setAside(s.failed(false))).isEqualTo(1);
    assertThat(tags(s.plan().admitted())).containsExactly(0);
    s.stepped();
    assertThat(s.condemned()).isEmpty();
    assertThat(tags(s.plan().admitted())).containsExactly(1);
  }

  @Test
  void oneAsideCanBeWithdrawn() {
    Scheduler<Integer> s = full(1);
    Item<Integer> item = s.residents().get(0);
    s.failed(false);
    assertThat(item.place()).isEqualTo(Item.Place.ASIDE);
    assertThat(s.withdraw(item)).isTrue();
    assertThat(s.plan().isEmpty()).isTrue();
    assertThatThrownBy(() -> s.failed(true)).isInstanceOf(IllegalStateException.class);
  }

  /** What came of running everything on a device. */
  private static final class Outcome {
    final Set<Integer> done = new TreeSet<>();
    final Set<Integer> condemned = new TreeSet<>();
    boolean gaveUp;
    int failures;
    int incidents;
    int longest;
  }

  /** Runs until nothing is left, or the device is given up; each system takes some steps. */
  private static Outcome run(
      Scheduler<Integer> s, int[] steps, boolean memory, Predicate<List<Item<Integer>>> fails) {
    Outcome outcome = new Outcome();
    int inARow = 0;
    while (!outcome.gaveUp) {
      s.plan();
      if (s.residents().isEmpty()) {
        break;
      }
      if (fails.test(s.residents())) {
        outcome.failures++;
        outcome.incidents += inARow == 0 ? 1 : 0;
        outcome.longest = Math.max(outcome.longest, ++inARow);
        assertThat(inARow).as("no loop").isLessThan(1000);
        outcome.gaveUp = s.failed(memory) instanceof Remedy.GiveUp;
      } else {
        inARow = 0;
        s.stepped();
        for (Item<Integer> item : List.copyOf(s.residents())) {
          if (--steps[item.tag()] <= 0) {
            outcome.done.add(item.tag());
            s.left(item);
          }
        }
      }
      s.condemned().forEach(item -> outcome.condemned.add(item.tag()));
    }
    return outcome;
  }

  private static int[] steps(int n, Random random) {
    return random.ints(n, 1, 40).toArray();
  }

  private static int bound(int n) {
    return Ladder.MOST_ASIDE * (31 - Integer.numberOfLeadingZeros(n) + 8);
  }

  @Property(tries = 500)
  void culpritsAreFoundAndInnocentsAreDone(
      @ForAll @IntRange(min = 4, max = 150) int n,
      @ForAll @IntRange(min = 1, max = 2) int culprits,
      @ForAll @IntRange(min = 1, max = 80) int cap,
      @ForAll boolean memory,
      @ForAll long seed) {
    Random random = new Random(seed);
    Set<Integer> guilty = new HashSet<>();
    while (guilty.size() < culprits) {
      guilty.add(random.nextInt(n));
    }
    Scheduler<Integer> s = full(n, cap);
    Outcome outcome =
        run(
            s,
            steps(n, random),
            memory,
            batch -> batch.stream().anyMatch(item -> guilty.contains(item.tag())));
    assertThat(outcome.gaveUp).isFalse();
    assertThat(outcome.condemned).isEqualTo(guilty);
    assertThat(outcome.done).hasSize(n - culprits);
    assertThat(outcome.longest).isLessThanOrEqualTo(bound(Math.min(n, cap)));
    assertThat(outcome.incidents).isLessThanOrEqualTo(culprits == 1 ? 8 : 12 * culprits);
  }

  @Property(tries = 300)
  void aDeadDeviceIsGivenUpAndNobodyIsBlamed(
      @ForAll @IntRange(min = 3, max = 300) int n,
      @ForAll @IntRange(min = 1, max = 300) int cap,
      @ForAll boolean memory) {
    Scheduler<Integer> s = full(n, cap);
    Outcome outcome = run(s, new int[n], memory, batch -> true);
    assertThat(outcome.gaveUp).isTrue();
    assertThat(outcome.condemned).isEmpty();
    assertThat(outcome.failures).isLessThanOrEqualTo(bound(Math.min(n, cap)));
    assertThat(s.residents()).isEmpty();
    assertThat(s.waiting()).isEqualTo(n);
    assertThat(s.cap()).isEqualTo(cap);
    List<Integer> order = new ArrayList<>();
    while (s.waiting() > 0) {
      order.addAll(tags(s.plan().admitted()));
      List.copyOf(s.residents()).forEach(s::left);
    }
    assertThat(order).hasSize(n).doesNotHaveDuplicates();
  }

  @Property(tries = 300)
  void aDeviceWithLessMemoryThanTheCapSaysIsDoneWithWhatItHas(
      @ForAll @IntRange(min = 1, max = 120) int n,
      @ForAll @IntRange(min = 1, max = 30) int holds,
      @ForAll long seed) {
    Scheduler<Integer> s = full(n, 40);
    Outcome outcome = run(s, steps(n, new Random(seed)), true, batch -> batch.size() > holds);
    assertThat(outcome.done).hasSize(n);
    assertThat(outcome.condemned).isEmpty();
    assertThat(outcome.gaveUp).isFalse();
  }

  @Property(tries = 300)
  void failuresByChanceCondemnNobodyWhoEverFaresWellAndNeverLoop(
      @ForAll @IntRange(min = 1, max = 100) int n,
      @ForAll @IntRange(min = 0, max = 50) int percent,
      @ForAll boolean memory,
      @ForAll long seed) {
    Random random = new Random(seed);
    Scheduler<Integer> s = full(n, 20);
    Outcome outcome = run(s, steps(n, random), memory, batch -> random.nextInt(100) < percent);
    assertThat(outcome.done.size() + outcome.condemned.size() + s.waiting()).isEqualTo(n);
    assertThat(outcome.longest).isLessThanOrEqualTo(bound(20));
  }
}
