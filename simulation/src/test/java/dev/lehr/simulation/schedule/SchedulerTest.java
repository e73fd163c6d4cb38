package dev.lehr.simulation.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SchedulerTest {

  private static final Customer LOW = new Customer("low", 0, 1);
  private static final Customer OTHER = new Customer("other", 0, 1);
  private static final Customer HIGH = new Customer("high", 1, 1);

  private static Scheduler<String> fifo(double cap) {
    return new Scheduler<>(SchedulerSettings.of(Packing.fifo(), cap));
  }

  private static Scheduler<String> ahead(int window, int patience) {
    return new Scheduler<>(SchedulerSettings.of(new Packing.LookAhead(window, patience), 10));
  }

  private static Item<String> submit(Scheduler<String> s, String tag, Customer who, double size) {
    return s.submit(tag, who, size, false);
  }

  private static List<String> tags(List<Item<String>> items) {
    return items.stream().map(Item::tag).toList();
  }

  @Test
  void firstInFirstOutIsHeldUpByOneThatDoesNotFit() {
    Scheduler<String> s = fifo(10);
    submit(s, "a", LOW, 6);
    submit(s, "b", LOW, 6);
    submit(s, "c", LOW, 1);
    assertThat(tags(s.plan().admitted())).containsExactly("a");
    assertThat(s.plan().isEmpty()).isTrue();
    s.left(s.residents().get(0));
    assertThat(tags(s.plan().admitted())).containsExactly("b", "c");
  }

  @Test
  void whoeverIsEvictedLaterDoesNotComeBackBeforeThoseThatWereSubmittedBeforeIt() {
    Scheduler<String> s = fifo(10);
    submit(s, "a", LOW, 6);
    submit(s, "b", LOW, 2);
    s.plan();
    Item<String> x = submit(s, "x", HIGH, 5);
    assertThat(tags(s.plan().evicted())).containsExactly("a");
    Item<String> y = submit(s, "y", HIGH, 4);
    assertThat(tags(s.plan().evicted())).containsExactly("b");
    s.left(x);
    s.left(y);
    assertThat(tags(s.plan().admitted())).containsExactly("a", "b");
  }

  @Test
  void aSumThatIsExactlyTheCapFits() {
    Scheduler<String> s = fifo(10);
    submit(s, "a", LOW, 4);
    submit(s, "b", LOW, 6);
    submit(s, "c", LOW, Math.ulp(10.0));
    assertThat(tags(s.plan().admitted())).containsExactly("a", "b");
  }

  @Test
  void residentsAreSummedLeftToRightAndThoseThatJoinApart() {
    // (0.1 + 0.2) + 0.3 is above 0.6, 0.1 + (0.2 + 0.3) is not: what joins is summed on its own.
    Scheduler<String> s = fifo(0.6);
    submit(s, "a", LOW, 0.1);
    s.plan();
    submit(s, "b", LOW, 0.2);
    submit(s, "c", LOW, 0.3);
    assertThat(0.1 + 0.2 + 0.3).isGreaterThan(0.6);
    assertThat(tags(s.plan().admitted())).containsExactly("b");
  }

  @Test
  void whoHasBeenOvertakenAsOftenAsThePatienceIsNextWhateverElseFits() {
    Scheduler<String> s = ahead(10, 2);
    submit(s, "half", LOW, 5);
    Item<String> big = submit(s, "big", LOW, 9);
    for (int i = 0; i < 5; i++) {
      submit(s, "small" + i, LOW, 1);
    }
    // The largest that fits is big itself; half is overtaken once and small ones follow.
    assertThat(tags(s.plan().admitted())).containsExactly("big", "small0");
    assertThat(big.place()).isEqualTo(Item.Place.RESIDENT);
    s.left(s.residents().get(1));
    assertThat(s.plan().isEmpty()).as("half is due").isTrue();
    s.left(big);
    assertThat(tags(s.plan().admitted()))
        .containsExactly("half", "small1", "small2", "small3", "small4");
  }

  @Test
  void survivorsKeepTheirOrderAndThoseWhoJoinAreLast() {
    Scheduler<String> s = fifo(3);
    for (String tag : List.of("a", "b", "c", "d", "e")) {
      submit(s, tag, LOW, 1);
    }
    s.plan();
    List<Item<String>> view = s.residents();
    s.left(view.get(1));
    s.plan();
    assertThat(tags(view)).containsExactly("a", "c", "d");
  }

  @Test
  void oneThatMustBeAloneWaitsForAnEmptyBatchAndNobodyJoinsIt() {
    Scheduler<String> s = ahead(10, 1);
    Item<String> a = submit(s, "a", LOW, 1);
    s.plan();
    Item<String> alone = s.submit("alone", LOW, 1, true);
    Item<String> b = submit(s, "b", LOW, 1);
    submit(s, "c", LOW, 1);
    assertThat(tags(s.plan().admitted())).containsExactly("b");
    s.left(a);
    assertThat(s.plan().isEmpty()).as("the batch drains").isTrue();
    s.left(b);
    assertThat(tags(s.plan().admitted())).containsExactly("alone");
    s.stepped();
    assertThat(s.plan().isEmpty()).isTrue();
    s.left(alone);
    assertThat(tags(s.plan().admitted())).containsExactly("c");
  }

  @Test
  void aboveTheCeilingIsRefusedOrRunsAloneAsIsAsked() {
    Scheduler<String> refusing = fifo(10);
    submit(refusing, "a", LOW, 11);
    submit(refusing, "b", LOW, Double.NaN);
    submit(refusing, "c", LOW, 10);
    assertThat(tags(refusing.plan().admitted())).containsExactly("c");
    assertThat(tags(refusing.oversized())).containsExactly("a", "b");
    refusing.plan();
    assertThat(refusing.oversized()).isEmpty();
    Scheduler<String> taking =
        new Scheduler<>(SchedulerSettings.of(Packing.fifo(), 10).withOversizedAlone());
    Item<String> a = submit(taking, "a", LOW, 11);
    submit(taking, "b", LOW, 0);
    assertThat(tags(taking.plan().admitted())).containsExactly("a");
    assertThat(taking.oversized()).isEmpty();
    taking.left(a);
    assertThat(tags(taking.plan().admitted())).containsExactly("b");
  }

  @Test
  void aboveALoweredCapButWithinTheCeilingRunsAlone() {
    Scheduler<String> s = fifo(10);
    Item<String> a = submit(s, "a", LOW, 4);
    submit(s, "b", LOW, 4);
    s.plan();
    s.failed(true);
    s.failed(true);
    assertThat(s.cap()).isEqualTo(4);
    s.stepped();
    Item<String> big = submit(s, "big", LOW, 9);
    s.left(a);
    assertThat(tags(s.plan().admitted())).containsExactly("b");
    s.left(s.residents().get(0));
    assertThat(s.plan().admitted()).containsExactly(big);
    assertThat(s.oversized()).isEmpty();
  }

  @Test
  void aHigherPriorityTakesThePlaceOfTheYoungestOfTheLowestAndNoMoreThanItNeeds() {
    Customer lowest = new Customer("lowest", -1, 1);
    Scheduler<String> s = ahead(10, 9);
    submit(s, "l0", LOW, 2);
    submit(s, "m0", lowest, 2);
    submit(s, "m1", lowest, 1);
    submit(s, "m2", lowest, 2);
    submit(s, "l1", LOW, 2);
    assertThat(s.plan().admitted()).hasSize(5);
    submit(s, "h", HIGH, 4);
    Plan<String> plan = s.plan();
    assertThat(tags(plan.evicted())).as("1 is free, m1 and m2 make 3").containsExactly("m2", "m1");
    assertThat(tags(plan.admitted())).containsExactly("h");
    assertThat(tags(s.residents())).contains("l0", "l1", "h");
    assertThat(s.plan().isEmpty()).as("nobody comes back at once").isTrue();
  }

  @Test
  void evictedOnesWaitAtTheFrontOfTheirQueue() {
    Scheduler<String> s = fifo(4);
    for (String tag : List.of("a", "b", "c", "d", "e")) {
      submit(s, tag, LOW, 1);
    }
    s.plan();
    Item<String> h = submit(s, "h", HIGH, 2);
    assertThat(tags(s.plan().evicted())).containsExactly("c", "d");
    s.left(h);
    assertThat(tags(s.plan().admitted())).containsExactly("c", "d");
  }

  @Test
  void evictedOnesAreToldInTheOrderOfTheBatchHoweverManyMadeRoom() {
    Scheduler<String> s = ahead(10, 9);
    submit(s, "l0", LOW, 4);
    submit(s, "l1", LOW, 3);
    submit(s, "l2", LOW, 3);
    s.plan();
    submit(s, "h0", HIGH, 3);
    submit(s, "h1", HIGH, 3);
    Plan<String> plan = s.plan();
    assertThat(tags(plan.evicted())).containsExactly("l1", "l2");
    assertThat(tags(plan.admitted())).containsExactly("h0", "h1");
  }

  @Test
  void oneWithoutASizeCostsItsCustomerNothing() {
    Scheduler<String> s =
        new Scheduler<>(SchedulerSettings.of(Packing.fifo(), 2).withOversizedAlone());
    Item<String> strange = submit(s, "strange", LOW, Double.NaN);
    s.plan();
    s.stepped();
    s.left(strange);
    submit(s, "other", OTHER, 1);
    submit(s, "low", LOW, 1);
    assertThat(tags(s.plan().admitted())).containsExactly("other", "low");
    s.stepped();
    List.copyOf(s.residents()).forEach(s::left);
    submit(s, "other", OTHER, 2);
    submit(s, "low", LOW, 2);
    assertThat(s.plan().admitted()).hasSize(1);
  }

  @Test
  void nobodyIsEvictedWhereThatDoesNotHelp() {
    Scheduler<String> s = ahead(10, 9);
    submit(s, "h0", HIGH, 6);
    submit(s, "l", LOW, 4);
    s.plan();
    submit(s, "h1", HIGH, 5);
    assertThat(s.plan().isEmpty()).isTrue();
  }

  @Test
  void oneThatRunsAloneLeavesForAHigherPriorityOnly() {
    Scheduler<String> s = ahead(10, 1);
    s.submit("alone", LOW, 1, true);
    s.plan();
    submit(s, "equal", OTHER, 1);
    assertThat(s.plan().isEmpty()).isTrue();
    submit(s, "high", HIGH, 1);
    Plan<String> plan = s.plan();
    assertThat(tags(plan.evicted())).containsExactly("alone");
    assertThat(tags(plan.admitted())).containsExactly("high", "equal");
  }

  @Test
  void whatHasGrownAboveTheCapIsPutRightByTheYoungestButNeverByTheLastOne() {
    Scheduler<String> s = fifo(10);
    Item<String> a = submit(s, "a", LOW, 4);
    submit(s, "b", LOW, 3);
    submit(s, "c", LOW, 3);
    s.plan();
    s.resize(a, 6);
    assertThat(tags(s.plan().evicted())).containsExactly("c");
    s.resize(a, 12);
    assertThat(tags(s.plan().evicted())).containsExactly("b");
    assertThat(s.plan().isEmpty()).isTrue();
    assertThat(tags(s.residents())).containsExactly("a");
  }

  @Test
  void whoIsWithdrawnIsGone() {
    Scheduler<String> s = fifo(10);
    Item<String> a = submit(s, "a", LOW, 4);
    Item<String> b = submit(s, "b", LOW, 4);
    assertThat(s.withdraw(a)).isTrue();
    assertThat(s.withdraw(a)).isFalse();
    assertThat(tags(s.plan().admitted())).containsExactly("b");
    assertThat(s.withdraw(b)).isFalse();
    assertThat(s.waiting()).isZero();
    assertThatThrownBy(() -> s.left(a)).hasMessageContaining("not in the batch: a");
  }

  @Test
  void customersShareByWeight() {
    Customer two = new Customer("two", 0, 2);
    Scheduler<String> s = new Scheduler<>(SchedulerSettings.of(Packing.lookAhead(), 30));
    for (int i = 0; i < 4000; i++) {
      submit(s, "one", LOW, 1);
      submit(s, "two", two, 1);
    }
    double[] used = new double[2];
    s.plan();
    for (int step = 0; step < 2000; step++) {
      s.stepped();
      for (Item<String> item : s.residents()) {
        used[item.customer().equals(two) ? 1 : 0] += item.scaler();
      }
      if (step % 7 == 0) {
        s.left(s.residents().get(step % s.residents().size()));
        s.left(s.residents().get(step % s.residents().size()));
      }
      s.plan();
    }
    assertThat(used[1] / used[0]).isBetween(1.9, 2.1);
  }

  @Test
  void whoComesBackNeitherMonopolisesNorStarves() {
    Scheduler<String> s = fifo(10);
    for (int i = 0; i < 1000; i++) {
      submit(s, "old", LOW, 1);
    }
    s.plan();
    for (int step = 0; step < 500; step++) {
      s.stepped();
    }
    for (int i = 0; i < 1000; i++) {
      submit(s, "new", OTHER, 1);
    }
    for (int step = 0; step < 100; step++) {
      s.stepped();
      s.left(s.residents().get(0));
      s.plan();
    }
    assertThat(tags(s.residents())).contains("new").contains("old");
    assertThat(tags(s.residents()).stream().filter("new"::equals).count()).isBetween(4L, 6L);
  }

  @Test
  void theBigOneOfOneCustomerIsNotHeldUpForEverByTheSmallOnesOfAnother() {
    Scheduler<String> s = ahead(4, 5);
    for (int i = 0; i < 10; i++) {
      submit(s, "small", OTHER, 1);
    }
    s.plan();
    Item<String> big = submit(s, "big", LOW, 10);
    int passed = 0;
    while (big.place() == Item.Place.WAITING) {
      submit(s, "small", OTHER, 1);
      s.stepped();
      s.left(s.residents().get(0));
      passed += s.plan().admitted().contains(big) ? 0 : 1;
      assertThat(passed).isLessThan(30);
    }
    assertThat(big.overtaken()).isEqualTo(5);
  }

  @Test
  void aCapThatWasLoweredGrowsBackAndMoreSlowlyWhereThatFails() {
    Scheduler<String> s =
        new Scheduler<>(new SchedulerSettings(Packing.fifo(), 10, false, 10, 0.1));
    submit(s, "a", LOW, 5);
    submit(s, "b", LOW, 5);
    s.plan();
    s.failed(true);
    s.failed(true);
    assertThat(s.cap()).isEqualTo(5);
    steps(s, 50);
    assertThat(s.cap()).isEqualTo(10);
    assertThat(tags(s.plan().admitted())).containsExactly("b");
    s.failed(true);
    s.failed(true);
    assertThat(s.cap()).isEqualTo(5);
    steps(s, 50);
    assertThat(s.cap()).as("twice the time").isEqualTo(7);
    s.ceiling(6);
    assertThat(s.cap()).isEqualTo(6);
  }

  private static void steps(Scheduler<String> s, int n) {
    for (int i = 0; i < n; i++) {
      s.stepped();
    }
  }
}
