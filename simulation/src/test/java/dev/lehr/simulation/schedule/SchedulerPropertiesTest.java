package dev.lehr.simulation.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** A day of random events, with everything that must hold checked after each. */
class SchedulerPropertiesTest {

  private static final double CAP = 20;

  private static final Customer[] CUSTOMERS = {
    new Customer("a", 0, 1), new Customer("b", 0, 3), new Customer("c", 1, 1)
  };

  /** Drives a scheduler by events drawn from a seed, and keeps its own books. */
  private static final class Day {
    final Random random;
    final Packing packing;
    final boolean priorities;
    final Scheduler<Integer> s;
    final List<Item<Integer>> all = new ArrayList<>();
    final List<Item<Integer>> batch = new ArrayList<>();
    final Set<Item<Integer>> everIn = new HashSet<>();

    /** Who came later and was admitted while an item waited for its first time or again. */
    final Map<Item<Integer>, Set<Item<Integer>>> overtakers = new HashMap<>();

    final StringBuilder log = new StringBuilder();

    Day(Packing packing, boolean priorities, boolean oversizedAlone, long seed) {
      random = new Random(seed);
      this.packing = packing;
      this.priorities = priorities;
      SchedulerSettings settings = SchedulerSettings.of(packing, CAP);
      s = new Scheduler<>(oversizedAlone ? settings.withOversizedAlone() : settings);
    }

    void submit() {
      Customer customer = CUSTOMERS[random.nextInt(priorities ? 3 : 2)];
      double size = random.nextInt(10) == 0 ? 25 * random.nextDouble() : 8 * random.nextDouble();
      Item<Integer> item = s.submit(all.size(), customer, size, random.nextInt(25) == 0);
      all.add(item);
      overtakers.put(item, new HashSet<>());
    }

    void leave() {
      if (!batch.isEmpty()) {
        s.left(batch.remove(random.nextInt(batch.size())));
      }
    }

    void withdraw() {
      if (!all.isEmpty()) {
        Item<Integer> item = all.get(random.nextInt(all.size()));
        boolean waits = item.place() == Item.Place.WAITING;
        assertThat(s.withdraw(item)).isEqualTo(waits);
      }
    }

    void grow() {
      if (!batch.isEmpty()) {
        Item<Integer> item = batch.get(random.nextInt(batch.size()));
        s.resize(item, item.scaler() * (0.8 + 0.5 * random.nextDouble()));
      }
    }

    void plan() {
      Plan<Integer> plan = s.plan();
      log.append(tags(plan.evicted())).append(tags(plan.admitted())).append(tags(s.oversized()));
      assertThat(batch.containsAll(plan.evicted())).isTrue();
      assertThat(plan.admitted()).noneMatch(plan.evicted()::contains);
      batch.removeAll(plan.evicted());
      for (Item<Integer> item : plan.admitted()) {
        assertThat(batch).doesNotContain(item);
        batch.add(item);
        if (everIn.add(item)) {
          countOvertaken(item, plan.admitted());
        }
      }
      assertThat(s.residents()).as("survivors, then who joined").isEqualTo(batch);
      assertFits();
    }

    private void countOvertaken(Item<Integer> item, List<Item<Integer>> together) {
      for (Item<Integer> other : all) {
        boolean waited =
            other.place() == Item.Place.WAITING || together.indexOf(other) > together.indexOf(item);
        if (waited && other.customer().equals(item.customer()) && other.tag() < item.tag()) {
          overtakers.get(other).add(item);
        }
      }
    }

    private void assertFits() {
      if (batch.size() > 1) {
        assertThat(s.load()).isLessThanOrEqualTo(s.cap() * (1 + 1e-9));
        assertThat(batch).noneMatch(Item::alone);
      }
      for (Item<Integer> item : all) {
        assertThat(item.place() == Item.Place.RESIDENT).isEqualTo(batch.contains(item));
      }
      assertThat(s.waiting())
          .isEqualTo(all.stream().filter(i -> i.place() == Item.Place.WAITING).count());
      if (packing instanceof Packing.LookAhead ahead) {
        overtakers.forEach(
            (item, by) ->
                assertThat(by.size())
                    .as("overtaking %s, of patience %s", item.tag(), ahead.patience())
                    .isLessThanOrEqualTo(ahead.patience()));
      } else {
        overtakers.values().forEach(by -> assertThat(by).isEmpty());
      }
    }

    Day live(int events) {
      for (int i = 0; i < events; i++) {
        switch (random.nextInt(8)) {
          case 0, 1 -> submit();
          case 2, 3 -> leave();
          case 4 -> s.stepped();
          case 5 -> {
            if (random.nextInt(5) == 0) {
              withdraw();
            }
          }
          case 6 -> {
            if (random.nextInt(5) == 0) {
              grow();
            }
          }
          default -> {}
        }
        batch.removeIf(item -> item.place() == Item.Place.GONE);
        plan();
      }
      return this;
    }

    void drain() {
      while (!batch.isEmpty()) {
        s.stepped();
        leave();
        plan();
      }
    }
  }

  private static List<Integer> tags(List<Item<Integer>> items) {
    return items.stream().map(Item::tag).toList();
  }

  private static Packing packing(int window, int patience, boolean largest) {
    return window == 0
        ? Packing.fifo()
        : new Packing.LookAhead(
            window, patience, largest ? Packing.Choice.LARGEST : Packing.Choice.FIRST);
  }

  @Property(tries = 400)
  void whateverHappensTheBatchFitsItsOrderHoldsAndNobodyIsOvertakenTooOften(
      @ForAll @IntRange(max = 12) int window,
      @ForAll @IntRange(max = 6) int patience,
      @ForAll boolean largest,
      @ForAll boolean priorities,
      @ForAll boolean oversizedAlone,
      @ForAll long seed) {
    new Day(packing(window, patience, largest), priorities, oversizedAlone, seed).live(250);
  }

  @Property(tries = 200)
  void everyoneIsInTheBatchOnceInTheEnd(
      @ForAll @IntRange(max = 12) int window,
      @ForAll @IntRange(max = 6) int patience,
      @ForAll boolean largest,
      @ForAll boolean oversizedAlone,
      @ForAll long seed) {
    Day day = new Day(packing(window, patience, largest), true, oversizedAlone, seed).live(150);
    day.drain();
    assertThat(day.s.waiting()).isZero();
    for (Item<Integer> item : day.all) {
      assertThat(item.place()).isEqualTo(Item.Place.GONE);
    }
  }

  @Property(tries = 100)
  void theSameEventsMakeTheSamePlans(
      @ForAll @IntRange(max = 12) int window,
      @ForAll @IntRange(max = 6) int patience,
      @ForAll long seed) {
    Packing packing = packing(window, patience, true);
    assertThat(new Day(packing, true, false, seed).live(150).log.toString())
        .isEqualTo(new Day(packing, true, false, seed).live(150).log.toString());
  }

  @Property(tries = 200)
  void nothingOfAPriorityWaitsThatCouldTakeThePlaceOfALowerOne(@ForAll long seed) {
    Random random = new Random(seed);
    Scheduler<Integer> s = new Scheduler<>(SchedulerSettings.of(Packing.lookAhead(), CAP));
    for (int i = 0; i < 300; i++) {
      Customer customer = new Customer("", random.nextInt(3), 1);
      s.submit(i, customer, 1 + random.nextInt(9), false);
      if (random.nextBoolean() && !s.residents().isEmpty()) {
        s.left(s.residents().get(random.nextInt(s.residents().size())));
      }
      Plan<Integer> plan = s.plan();
      if (!plan.evicted().isEmpty()) {
        int lowest = plan.evicted().stream().mapToInt(e -> e.customer().priority()).min().orElse(0);
        assertThat(plan.admitted()).anyMatch(a -> a.customer().priority() > lowest);
      }
      for (int more = 0; more < 3; more++) {
        assertThat(s.plan().evicted()).as("no ping-pong").isEmpty();
      }
    }
  }
}
