package dev.lehr.testing;

import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.LedgerException;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.WrappedModel;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * The life of a worker process that is played within this one. From its end on it writes nothing
 * and computes nothing, as if the operating system had ended it.
 */
final class WorkerLife {

  /** Not an exception: nobody takes it for a forward pass that failed. */
  static final class Ended extends Error {
    private static final long serialVersionUID = 1L;

    Ended(String why) {
      super(why);
    }
  }

  private final AtomicBoolean over = new AtomicBoolean();
  private final Runnable mourner;

  /**
   * A life.
   *
   * @param mourner is told once of its end, on the thread that ends it
   */
  WorkerLife(Runnable mourner) {
    this.mourner = mourner;
  }

  /** Ends it; the answer is for the one to throw who is in the middle of something. */
  Ended end(String why) {
    if (over.compareAndSet(false, true)) {
      mourner.run();
    }
    return new Ended(why);
  }

  /** A ledger as such a process has it. */
  Ledger ledger(Ledger ledger) {
    return (Ledger)
        Proxy.newProxyInstance(
            Ledger.class.getClassLoader(),
            new Class<?>[] {Ledger.class},
            (proxy, method, arguments) -> call(ledger, method, arguments));
  }

  private @Nullable Object call(Ledger ledger, Method method, Object @Nullable [] arguments)
      throws Throwable {
    if (over.get() && method.getDeclaringClass() == Ledger.class) {
      throw new LedgerException("the worker has been killed", null, false);
    }
    try {
      return method.invoke(ledger, arguments);
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      throw cause == null ? e : cause;
    }
  }

  /** A model as such a process has it, on a device. */
  Model model(Model model, FakeDevice device) {
    return new WrappedModel(
        model,
        (inner, state, output) -> {
          if (over.get()) {
            throw new Ended("the worker has been killed");
          }
          device.evaluate(inner, state, output, this);
        });
  }
}
