package dev.lehr.worker.observe;

import dev.lehr.activities.ledger.Commit;
import dev.lehr.activities.ledger.Decision;
import dev.lehr.activities.ledger.FencedWrites;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A ledger that is watched from outside: whether it answers, and what is committed to it. A proxy,
 * since every call of the interface tells whether the ledger is there.
 */
final class ObservedLedger implements InvocationHandler {

  private final Ledger ledger;
  private final LedgerMeters meters;

  private ObservedLedger(Ledger ledger, LedgerMeters meters) {
    this.ledger = ledger;
    this.meters = meters;
  }

  static Ledger around(Ledger ledger, LedgerMeters meters) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            new ObservedLedger(ledger, meters));
  }

  @Override
  public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
      throws Throwable {
    long start = System.nanoTime();
    try {
      Object answer = method.invoke(ledger, arguments);
      if (method.getDeclaringClass() == Ledger.class) {
        meters.answered();
        note(method.getName(), arguments, answer, System.nanoTime() - start);
      }
      return answer;
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      if (cause instanceof LedgerException away && away.isRetryable()) {
        meters.failed();
      }
      throw cause == null ? e : cause;
    }
  }

  private void note(
      String method, Object @Nullable [] arguments, @Nullable Object answer, long nanos) {
    if (arguments == null || arguments.length == 0) {
      return;
    }
    List<?> last = arguments[arguments.length - 1] instanceof List<?> list ? list : List.of();
    if (method.equals("commit") && answer instanceof Commit commit) {
      meters.committed(
          last.stream().map(FencedWrites.class::cast).toList(), commit.refused(), nanos);
    } else if (method.equals("decide")) {
      meters.decided(last.stream().map(Decision.class::cast).toList());
    }
  }
}
