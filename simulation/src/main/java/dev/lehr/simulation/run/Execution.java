package dev.lehr.simulation.run;

/** How a run is carried out: batches, threads, and who is told of what. Immutable. */
public final class Execution {

  private final ExecutionConfig config;

  Execution(ExecutionConfig config) {
    this.config = config;
  }

  /** In-flight batches on the calling thread; nobody is told. */
  public static Execution defaults() {
    return builder().build();
  }

  /** Starts from the {@link #defaults()}. */
  public static ExecutionBuilder builder() {
    return new ExecutionBuilder();
  }

  /** The settings. */
  public ExecutionConfig config() {
    return config;
  }
}
