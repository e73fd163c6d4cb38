package dev.lehr.activities.engine;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/** A ledger that is away when a test says so: nothing is read, nothing is written. */
final class AbsentLedger {

  private final Ledger ledger;
  private volatile boolean away;

  AbsentLedger(Ledger real) {
    this.ledger =
        (Ledger)
            Proxy.newProxyInstance(
                Ledger.class.getClassLoader(),
                new Class<?>[] {Ledger.class},
                (proxy, method, arguments) -> {
                  if (away) {
                    throw new LedgerException("cannot reach the ledger", null, true);
                  }
                  try {
                    return method.invoke(real, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getTargetException();
                  }
                });
  }

  Ledger ledger() {
    return ledger;
  }

  void goAway() {
    away = true;
  }

  void comeBack() {
    away = false;
  }
}
