package dev.lehr.activities.run;

import dev.lehr.activities.engine.BatchEngine;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.EngineSettings;
import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.engine.HostLimits;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.ShardKey;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The engines of a process, one for each device, model and way of batching, started when a campaign
 * first needs them. An engine that has failed is replaced at the next call.
 */
public final class EnginePool implements Engines, AutoCloseable {

  private record Key(String modelDigest, EngineSettings settings, String device) {}

  private final Ledger ledger;
  private final Path workspace;
  private final Workers workers;
  private final List<String> devices;
  private final BiFunction<CampaignRow, String, Model> models;
  private final Function<CampaignRow, EngineSettings> settings;
  private final HostLimits host;
  private final EngineListener listener;
  private final String incarnation = UUID.randomUUID().toString();
  private final Map<Key, BatchEngine> engines = new LinkedHashMap<>();

  /** Read without the lock, which is held while models are loaded. */
  private volatile List<BatchEngine> running = List.of();

  private boolean closed;

  /**
   * A pool without engines.
   *
   * @param workspace where trajectories go
   * @param workers the threads that all engines share
   * @param devices names of the devices to use, at least one
   * @param models makes the model of a campaign on a device; one that runs on the host answers the
   *     same model for all devices and gets one engine
   * @param settings reads a campaign's batching
   * @param host what its campaigns may do besides
   */
  public EnginePool(
      Ledger ledger,
      Path workspace,
      Workers workers,
      List<String> devices,
      BiFunction<CampaignRow, String, Model> models,
      Function<CampaignRow, EngineSettings> settings,
      HostLimits host,
      EngineListener listener) {
    this.host = host;
    this.ledger = ledger;
    this.workspace = workspace;
    this.workers = workers;
    this.devices = List.copyOf(devices);
    this.models = models;
    this.settings = settings;
    this.listener = listener;
  }

  @Override
  public synchronized BatchEngine engineFor(CampaignRow campaign, ShardKey shard) {
    if (closed) {
      throw new IllegalStateException("the engines are closed");
    }
    Map<Model, String> choice = new LinkedHashMap<>();
    for (String device : devices) {
      choice.putIfAbsent(models.apply(campaign, device), device);
    }
    EngineSettings how = settings.apply(campaign);
    BatchEngine best = null;
    for (Map.Entry<Model, String> entry : choice.entrySet()) {
      Model model = entry.getKey();
      BatchEngine engine = engine(new Key(model.digest(), how, entry.getValue()), model);
      if (engine.has(shard)) {
        return engine;
      }
      best = best == null || engine.shards() < best.shards() ? engine : best;
    }
    if (best == null) {
      throw new IllegalStateException("there is no device");
    }
    return best;
  }

  private BatchEngine engine(Key key, Model model) {
    BatchEngine engine = engines.get(key);
    if (engine != null && engine.hasFailed()) {
      engine.close();
      engine = null;
    }
    if (engine == null) {
      engine =
          new BatchEngine(
              model, workers, key.settings(), ledger, workspace, incarnation, host, listener);
      engines.put(key, engine);
      running = List.copyOf(engines.values());
    }
    return engine;
  }

  @Override
  public List<BatchEngine> started() {
    return running;
  }

  /** What each engine is doing now. */
  public List<EngineReading> readings() {
    return running.stream().map(EngineReading::of).toList();
  }

  /** Figures of all engines together. */
  public EngineStats stats() {
    return started().stream().map(BatchEngine::stats).reduce(EngineStats.none(), EngineStats::plus);
  }

  /** Number of bytes that all engines have computed and the ledger has not taken yet. */
  public long uncommittedBytes() {
    return started().stream().mapToLong(BatchEngine::uncommittedBytes).sum();
  }

  /** Checkpoints and commits what every engine holds, and ends them. */
  @Override
  public synchronized void close() {
    closed = true;
    engines.values().forEach(BatchEngine::close);
    engines.clear();
    running = List.of();
  }
}
