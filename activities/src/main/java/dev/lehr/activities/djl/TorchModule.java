package dev.lehr.activities.djl;

import ai.djl.Device;
import ai.djl.MalformedModelException;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.util.cuda.CudaUtils;
import dev.lehr.simulation.model.DeviceOutOfMemoryException;
import dev.lehr.simulation.model.ExtraOutput;
import dev.lehr.simulation.model.GraphBatch;
import dev.lehr.simulation.state.Scope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A TorchScript model in memory: the only class that knows tensors. What goes in and comes out are
 * arrays on the host; every tensor of a forward belongs to a manager that lives as long as the
 * call.
 *
 * <p>Forces are gradients, and three things make them work through DJL: the file is loaded with
 * {@code trainParam} and run with {@code training} (otherwise in inference mode, where nothing
 * requires a gradient); its parameters are frozen; and the model turns the grad mode of the thread
 * on by itself.
 */
final class TorchModule implements AutoCloseable {

  private static final String ENGINE = "PyTorch";
  private static final Map<String, String> OPTIONS =
      Map.of("trainParam", "true", "mapLocation", "true");
  private static final int GEOMETRY_INPUTS = 6;
  private static final int RESULTS = 3;
  private static final int MOST_DEVICES = 64;

  private final ModelFile file;
  private final ai.djl.Model model;
  private final Block block;
  private final NDManager manager;

  private TorchModule(ModelFile file, ai.djl.Model model) {
    this.file = file;
    this.model = model;
    this.block = model.getBlock();
    this.manager = model.getNDManager();
  }

  /**
   * Starts libtorch if it has not been started. Takes seconds the first time.
   *
   * @throws UnusableModelException where there is none that runs here
   */
  static synchronized void start() {
    Libtorch.prepare();
    try {
      Engine.getEngine(ENGINE);
    } catch (EngineException | UnsatisfiedLinkError e) {
      throw new UnusableModelException(
          "libtorch does not start: " + firstLine(e) + "; see docs/models.md", e);
    }
    Libtorch.started();
  }

  /** Number of CUDA devices that libtorch sees. */
  static int cudaDevices() {
    start();
    Engine engine = Engine.getEngine(ENGINE);
    if (!engine.hasCapability("CUDA")) {
      return 0;
    }
    // DJL asks a CUDA runtime of its own, which it may not find where libtorch has one.
    int counted = engine.getGpuCount();
    return counted > 0 ? counted : devicesThatTakeATensor();
  }

  private static int devicesThatTakeATensor() {
    int device = 0;
    while (device < MOST_DEVICES) {
      try (NDManager trial = NDManager.newBaseManager(Device.gpu(device), ENGINE)) {
        trial.create(1.0f);
      } catch (EngineException none) {
        return device;
      }
      device++;
    }
    return device;
  }

  /** Version of libtorch that runs. */
  static String version() {
    start();
    return Engine.getEngine(ENGINE).getVersion();
  }

  /** Sets how many threads a forward uses on the CPU. */
  static void threads(int threads) {
    start();
    JniUtils.setNumThreads(threads);
  }

  /** Gives a CUDA device's cached memory back. */
  static void releaseCaches(TorchDevice device) {
    if (device.isCuda()) {
      JniUtils.emptyCudaCache();
    }
  }

  /**
   * Whether a CUDA device says how much memory it has: DJL asks a CUDA runtime that it may not
   * find.
   */
  static boolean tellsMemory(TorchDevice device) {
    try {
      return device.isCuda() && totalMemory(device) > 0 && usedMemory(device) >= 0;
    } catch (RuntimeException | LinkageError e) {
      return false;
    }
  }

  /** Bytes of memory that a CUDA device has. */
  static long totalMemory(TorchDevice device) {
    return CudaUtils.getGpuMemory(Device.gpu(device.index())).getMax();
  }

  /** Bytes of a CUDA device that are in use, by anyone. */
  static long usedMemory(TorchDevice device) {
    return device.isCuda() ? CudaUtils.getGpuMemory(Device.gpu(device.index())).getUsed() : 0;
  }

  /**
   * Loads a file onto a device.
   *
   * @throws UnusableModelException where libtorch refuses it
   * @throws DeviceOutOfMemoryException where it does not fit
   */
  static TorchModule load(ModelFile file, TorchDevice device) {
    start();
    ai.djl.Model model = ai.djl.Model.newInstance(file.meta().name(), of(device), ENGINE);
    try {
      model.load(file.path(), null, OPTIONS);
      model.getBlock().freezeParameters(true);
      return new TorchModule(file, model);
    } catch (IOException | MalformedModelException | EngineException e) {
      model.close();
      throw outOfMemory(e)
          ? new DeviceOutOfMemoryException(firstLine(e), e)
          : new UnusableModelException(
              file.path() + ": libtorch " + version() + " cannot load it: " + firstLine(e), e);
    }
  }

  private static Device of(TorchDevice device) {
    return device.isCuda() ? Device.gpu(device.index()) : Device.cpu();
  }

  /**
   * Runs the model; on different threads at the same time, if they have buffers of their own.
   *
   * @param extras the values of the model's extra inputs, one array of S for each
   * @throws DeviceOutOfMemoryException where the batch does not fit; a smaller one may
   * @throws UnusableModelException where the results are not as the contract has them
   * @throws IllegalStateException where libtorch fails otherwise
   */
  TorchResults forward(GraphBatch batch, List<double[]> extras, TorchBuffers buffers) {
    Shutdown.Running running = Shutdown.enter();
    try (NDManager call = manager.newSubManager()) {
      NDList out =
          block.forward(
              new ParameterStore(call, false), inputs(batch, extras, call, buffers), true);
      out.attach(call);
      return results(out, batch);
    } catch (EngineException | OutOfMemoryError e) {
      if (outOfMemory(e)) {
        if (manager.getDevice().isGpu()) {
          JniUtils.emptyCudaCache();
        }
        throw new DeviceOutOfMemoryException(
            file.meta().name() + ": no memory for " + sizes(batch) + ": " + reason(e), e);
      }
      throw new IllegalStateException(
          file.meta().name() + " failed on " + sizes(batch) + ": " + reason(e), e);
    } finally {
      running.close();
    }
  }

  private static String sizes(GraphBatch batch) {
    return batch.nSystems()
        + " systems, "
        + batch.nAtoms()
        + " atoms, "
        + batch.nEdges()
        + " edges";
  }

  private NDList inputs(GraphBatch b, List<double[]> extras, NDManager call, TorchBuffers buffers) {
    int systems = b.nSystems();
    int atoms = b.nAtoms();
    int edges = b.nEdges();
    NDList all = new NDList();
    all.add(doubles(call, buffers, 0, b.positions(), new Shape(atoms, 3)));
    all.add(doubles(call, buffers, 1, b.cell(), new Shape(systems, 3, 3)));
    all.add(longs(call, buffers, 2, b.atomicNumbers(), new Shape(atoms)));
    all.add(longs(call, buffers, 3, b.systemIdx(), new Shape(atoms)));
    all.add(longs(call, buffers, 4, b.edgeIndex(), new Shape(2, edges)));
    all.add(doubles(call, buffers, 5, b.unitShifts(), new Shape(edges, 3)));
    for (int k = 0; k < extras.size(); k++) {
      boolean whole = file.meta().inputs().get(k).whole();
      Shape shape = new Shape(systems);
      all.add(
          whole
              ? longs(call, buffers, GEOMETRY_INPUTS + k, rounded(extras.get(k)), shape)
              : doubles(call, buffers, GEOMETRY_INPUTS + k, extras.get(k), shape));
    }
    return all;
  }

  private static long[] rounded(double[] values) {
    return Arrays.stream(values).mapToLong(Math::round).toArray();
  }

  private static NDArray doubles(
      NDManager call, TorchBuffers buffers, int slot, double[] data, Shape shape) {
    ByteBuffer buffer = buffers.of(slot, shape.size());
    buffer.asDoubleBuffer().put(data, 0, (int) shape.size());
    return call.create(buffer, shape, DataType.FLOAT64);
  }

  private static NDArray longs(
      NDManager call, TorchBuffers buffers, int slot, long[] data, Shape shape) {
    ByteBuffer buffer = buffers.of(slot, shape.size());
    buffer.asLongBuffer().put(data, 0, (int) shape.size());
    return call.create(buffer, shape, DataType.INT64);
  }

  private TorchResults results(NDList out, GraphBatch batch) {
    List<ExtraOutput> outputs = file.meta().outputs();
    if (out.size() != RESULTS + outputs.size()) {
      throw new UnusableModelException(
          file.path()
              + ": forward gives "
              + out.size()
              + " tensors, expected energy, forces, stress"
              + (outputs.isEmpty()
                  ? ""
                  : " and " + outputs.stream().map(ExtraOutput::name).toList()));
    }
    int systems = batch.nSystems();
    int atoms = batch.nAtoms();
    List<double[]> extras = new ArrayList<>();
    for (int k = 0; k < outputs.size(); k++) {
      ExtraOutput o = outputs.get(k);
      long rows = o.scope() == Scope.ATOM ? atoms : systems;
      Shape shape = o.width() == 1 ? new Shape(rows) : new Shape(rows, o.width());
      extras.add(host(out.get(RESULTS + k), o.name(), shape));
    }
    return new TorchResults(
        host(out.get(0), "energy", new Shape(systems)),
        host(out.get(1), "forces", new Shape(atoms, 3)),
        host(out.get(2), "stress", new Shape(systems, 3, 3)),
        extras);
  }

  private double[] host(NDArray tensor, String name, Shape expected) {
    if (!tensor.getShape().equals(expected) || tensor.getDataType() != DataType.FLOAT64) {
      throw new UnusableModelException(
          file.path()
              + ": forward gives "
              + name
              + " as "
              + tensor.getDataType()
              + tensor.getShape()
              + ", expected float64"
              + expected);
    }
    return tensor.toDoubleArray();
  }

  private static boolean outOfMemory(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      String text = String.valueOf(t.getMessage()).toLowerCase(Locale.ROOT);
      if (t instanceof OutOfMemoryError
          || text.contains("can't allocate memory")
          || text.contains("out of memory")
          || text.contains("cublas_status_alloc_failed")) {
        return true;
      }
    }
    return false;
  }

  private static String firstLine(Throwable e) {
    Throwable deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage()).lines().findFirst().orElse("no reason given");
  }

  /** The last line of a TorchScript trace is the one that says what is wrong. */
  private static String reason(Throwable e) {
    return String.valueOf(e.getMessage())
        .lines()
        .filter(line -> line.contains("Error"))
        .reduce((first, last) -> last)
        .orElse(firstLine(e));
  }

  @Override
  public synchronized void close() {
    model.close();
  }
}
