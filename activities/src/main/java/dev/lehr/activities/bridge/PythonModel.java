package dev.lehr.activities.bridge;

import dev.lehr.simulation.autobatch.MemoryMetric;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.ModelOutput;
import dev.lehr.simulation.state.SimState;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A model that exists only as Python, run in one long-lived process beside this one.
 *
 * <p>A process that dies, hangs or writes nonsense is replaced and the batch is done again. Where
 * batches die again and again, they are halved until it is known which structure does it: if others
 * of its batch are computed, it has no numbers (NaN), otherwise the platform is at fault.
 *
 * <p>What the model itself refuses has no numbers either; the log says why. Energies of atoms are
 * the model's where it has some, otherwise equal shares.
 */
public final class PythonModel implements Model, AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(PythonModel.class);

  private final PythonSource source;
  private final BridgeLimits limits;
  private final Path script = BridgeScripts.unpack();
  private final Hello hello;
  private final String digest;
  private volatile @Nullable PythonProcess process;
  private volatile boolean closed;
  private final AtomicInteger restarts = new AtomicInteger();
  private int lossesOfBatch;

  /**
   * Starts the process and waits until the model is loaded.
   *
   * @throws ModelProcessException where it cannot be loaded; the message says why
   */
  public PythonModel(PythonSource source, BridgeLimits limits) {
    this.source = source;
    this.limits = limits;
    try {
      PythonProcess first = new PythonProcess(source, script, limits);
      this.process = first;
      this.hello = first.hello();
      this.digest = digest(source, hello);
    } catch (ProcessLostException e) {
      throw new ModelProcessException(source.python() + ": " + e.getMessage(), e);
    }
  }

  private static String digest(PythonSource source, Hello hello) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update(BridgeScripts.all());
      List<String> parts = new ArrayList<>();
      parts.add(source.python());
      parts.add(source.kind().key());
      parts.add(source.settings());
      for (Map.Entry<String, String> version : hello.versions().entrySet()) {
        parts.add(version.getKey() + " " + version.getValue());
      }
      parts.add(hello.precision());
      parts.forEach(part -> sha.update((part + "\n").getBytes(StandardCharsets.UTF_8)));
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** The module and its factory. */
  @Override
  public String name() {
    return source.python();
  }

  /** Of the factory, its settings, and the versions of the packages that answered. */
  @Override
  public String digest() {
    return digest;
  }

  /** A model in Python does not say. */
  @Override
  public boolean isRangeKnown() {
    return false;
  }

  @Override
  public double cutoff() {
    return hello.cutoff();
  }

  /** It looks for neighbours itself, to whatever distance. */
  @Override
  public boolean endsWithin(boolean[] pbc) {
    return true;
  }

  /** Any element, where the model does not say which it knows. */
  @Override
  public boolean supports(int atomicNumber) {
    return hello.elements().isEmpty() ? atomicNumber > 0 : hello.elements().contains(atomicNumber);
  }

  @Override
  public MemoryMetric memoryScalesWith() {
    return hello.memory();
  }

  @Override
  public List<String> notes() {
    return List.of(
        "The model runs in a Python process ("
            + source.executable()
            + "), with "
            + hello.versions());
  }

  /** How many processes have been replaced. */
  public int restarts() {
    return restarts.get();
  }

  /** The process as it is now, for tests that kill it. */
  long pid() {
    PythonProcess now = process;
    return now == null ? -1 : now.pid();
  }

  /**
   * {@inheritDoc}
   *
   * @throws IllegalArgumentException where stresses of atoms are wanted
   * @throws ModelProcessException where no process can be made to answer
   * @throws dev.lehr.simulation.model.DeviceOutOfMemoryException where Python found no memory
   */
  @Override
  public synchronized void evaluate(SimState state, ModelOutput output) {
    if (output.hasStresses()) {
      throw new IllegalArgumentException(name() + " gives no stresses of atoms");
    }
    output.prepareFor(state);
    lossesOfBatch = 0;
    Exchange all = new Exchange(state, 0, state.nSystems());
    try {
      current().evaluate(all, output);
    } catch (ProcessLostException e) {
      noteLoss(e);
      List<Integer> fatal = new ArrayList<>();
      evaluateInParts(all, output, fatal);
      if (fatal.size() == all.systems()) {
        throw failure("was lost " + lossesOfBatch + " times on one batch", e);
      }
      fatal.forEach(k -> LOG.warn("system {} of the batch ends the model's process each time", k));
    }
  }

  /** Again, and where that ends the process too, in halves. */
  private void evaluateInParts(Exchange part, ModelOutput output, List<Integer> fatal) {
    try {
      current().evaluate(part, output);
    } catch (ProcessLostException e) {
      noteLoss(e);
      if (lossesOfBatch >= limits.losses()) {
        throw failure("was lost " + lossesOfBatch + " times on one batch", e);
      }
      if (part.systems() == 1) {
        part.acceptNothing(output);
        fatal.add(part.from());
      } else {
        evaluateInParts(part.firstHalf(), output, fatal);
        evaluateInParts(part.secondHalf(), output, fatal);
      }
    }
  }

  private void noteLoss(ProcessLostException e) {
    process = null;
    lossesOfBatch++;
    throwIfClosed();
    LOG.warn(
        "the process of the model {} is lost and will be replaced: {}", name(), e.getMessage());
  }

  private ModelProcessException failure(String what, Throwable cause) {
    return new ModelProcessException(
        "the process of the model " + name() + " " + what + ": " + cause.getMessage(), cause);
  }

  private void throwIfClosed() {
    if (closed) {
      throw new IllegalStateException("the model " + name() + " has been closed");
    }
  }

  /** The process, a new one where there is none. */
  private PythonProcess current() {
    PythonProcess now = process;
    if (now != null) {
      return now;
    }
    for (int start = 0; ; start++) {
      throwIfClosed();
      try {
        Thread.sleep(limits.backoff(Math.max(start, lossesOfBatch - 1)).toMillis());
        return replace();
      } catch (ProcessLostException e) {
        if (start + 1 >= limits.starts()) {
          throw failure("does not start again", e);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw failure("was being replaced when this was interrupted", e);
      }
    }
  }

  private PythonProcess replace() throws ProcessLostException {
    PythonProcess fresh = new PythonProcess(source, script, limits);
    String now = digest(source, fresh.hello());
    if (!now.equals(digest)) {
      fresh.close();
      throw new ProcessLostException(
          "it came back as another model: "
              + fresh.hello().versions()
              + ", was "
              + hello.versions());
    }
    restarts.incrementAndGet();
    process = fresh;
    if (closed) {
      fresh.close();
    }
    return fresh;
  }

  /** Kills the process, also in the middle of a forward, which then throws. */
  @Override
  public void close() {
    closed = true;
    PythonProcess now = process;
    if (now != null) {
      now.close();
    }
  }
}
