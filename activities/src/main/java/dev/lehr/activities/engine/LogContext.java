package dev.lehr.activities.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.slf4j.MDC;

/**
 * What log lines are about, beside their text, for those who search logs: fields that hold until it
 * is closed, on this thread.
 */
public final class LogContext implements AutoCloseable {

  /** Name of the campaign. */
  public static final String CAMPAIGN = "campaign";

  /** Phase and number of the shard, as in {@code 0/17}. */
  public static final String SHARD = "shard";

  /** Number of the slice. */
  public static final String SLICE = "slice";

  /** Id of the stage. */
  public static final String STAGE = "stage";

  /** Id of the structure. */
  public static final String STRUCTURE = "structure";

  private final List<MDC.MDCCloseable> fields = new ArrayList<>();

  /** Adds a field; returns this. */
  public LogContext with(String name, Object value) {
    fields.add(MDC.putCloseable(name, String.valueOf(value)));
    return this;
  }

  /** About a structure in a stage. */
  static LogContext of(TaskRun run) {
    Lease lease = run.lease();
    return of(lease)
        .with(STAGE, lease.plan().stage(run.key().stage()).id())
        .with(STRUCTURE, run.task().id());
  }

  /** About a shard. */
  static LogContext of(Lease lease) {
    return new LogContext()
        .with(CAMPAIGN, lease.plan().campaign())
        .with(SHARD, lease.shard().phase() + "/" + lease.shard().shard())
        .with(SLICE, lease.fence().slice());
  }

  /** Does something while the fields hold, and closes this. */
  public void run(Runnable work) {
    get(
        () -> {
          work.run();
          return "";
        });
  }

  /** The same with an answer. */
  public <T> T get(Supplier<T> work) {
    try {
      return work.get();
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    fields.forEach(MDC.MDCCloseable::close);
    fields.clear();
  }
}
