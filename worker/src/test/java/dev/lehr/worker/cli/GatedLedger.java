package dev.lehr.worker.cli;

import dev.lehr.activities.ledger.Commit;
import dev.lehr.activities.ledger.Ledger;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A worker's way to a ledger: lets some commits pass, then holds the next one until it is let go,
 * as if its process had been stopped in that moment.
 */
final class GatedLedger {

  private final Ledger ledger;
  private final AtomicInteger left;
  private final AtomicInteger refused = new AtomicInteger();
  private final CountDownLatch reached = new CountDownLatch(1);
  private final CountDownLatch open = new CountDownLatch(1);

  GatedLedger(Ledger ledger, int commits) {
    this.ledger = ledger;
    this.left = new AtomicInteger(commits);
  }

  /** What the worker is given. */
  Ledger ledger() {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(), new Class<?>[] {Ledger.class}, this::call);
  }

  private Object call(Object proxy, Method method, Object[] arguments) throws Throwable {
    boolean commit = method.getName().equals("commit");
    if (commit && left.getAndDecrement() <= 0) {
      reached.countDown();
      open.await();
    }
    try {
      Object answer = method.invoke(ledger, arguments);
      if (commit) {
        refused.addAndGet(((Commit) answer).refused().size());
      }
      return answer;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  /**
   * Waits until a commit is held. What the server gave to a worker in the moment it went is missed
   * after a minute.
   */
  void awaitHeld() throws InterruptedException {
    if (!reached.await(120, TimeUnit.SECONDS)) {
      throw new AssertionError("the worker did not commit so often: " + left.get() + " are left");
    }
  }

  void letGo() {
    open.countDown();
  }

  /** How often a shard was refused for its fence. */
  int refused() {
    return refused.get();
  }
}
