package dev.lehr.activities.run;

import dev.lehr.activities.engine.BatchEngine;
import dev.lehr.activities.engine.EngineListener;
import dev.lehr.activities.engine.EngineSettings;
import dev.lehr.activities.engine.EngineStats;
import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.parallel.Workers;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/**
 * The engines of a process, one for each model and way of batching, started when a campaign first
 * needs them. An engine that has failed is replaced at the next call.
 */
public final class EnginePool implements Engines, AutoCloseable {

  private record Key(String modelDigest, EngineSettings settings) {}

  private final Ledger ledger;
  private final Path workspace;
  private final Workers workers;
  private final Function<CampaignRow, Model> models;
  private final Function<CampaignRow, EngineSettings> settings;
  private final EngineListener listener;
  private final String incarnation = UUID.randomUUID().toString();
  private final Map<Key, BatchEngine> engines = new LinkedHashMap<>();
  private boolean closed;

  /**
   * A pool without engines.
   *
   * @param workspace where trajectories go
   * @param workers the threads that all engines share
   * @param models makes the model of a campaign
   * @param settings reads a campaign's batching
   */
  public EnginePool(
      Ledger ledger,
      Path workspace,
      Workers workers,
      Function<CampaignRow, Model> models,
      Function<CampaignRow, EngineSettings> settings,
      EngineListener listener) {
    this.ledger = ledger;
    this.workspace = workspace;
    this.workers = workers;
    this.models = models;
    this.settings = settings;
    this.listener = listener;
  }

  @Override
  public synchronized BatchEngine engineFor(CampaignRow campaign) {
    if (closed) {
      throw new IllegalStateException("the engines are closed");
    }
    Model model = models.apply(campaign);
    EngineSettings how = settings.apply(campaign);
    Key key = new Key(model.digest(), how);
    BatchEngine engine = engines.get(key);
    if (engine != null && engine.hasFailed()) {
      engine.close();
      engine = null;
    }
    if (engine == null) {
      engine = new BatchEngine(model, workers, how, ledger, workspace, incarnation, listener);
      engines.put(key, engine);
    }
    return engine;
  }

  @Override
  public synchronized List<BatchEngine> started() {
    return List.copyOf(engines.values());
  }

  /** Figures of all engines together. */
  public EngineStats stats() {
    return started().stream().map(BatchEngine::stats).reduce(EngineStats.none(), EngineStats::plus);
  }

  /** Checkpoints and commits what every engine holds, and ends them. */
  @Override
  public synchronized void close() {
    closed = true;
    engines.values().forEach(BatchEngine::close);
    engines.clear();
  }
}
