package dev.lehr.activities.run;

import dev.lehr.activities.engine.BatchEngine;
import dev.lehr.activities.engine.EngineStats;

/**
 * What an engine is doing at a moment.
 *
 * @param engine which one it is: that of another reading if they are equal
 * @param device where its model runs
 * @param stats its figures since it started
 * @param beat grows as long as it makes progress or rightly has nothing to do
 * @param uncommittedBytes what waits to be committed to the ledger
 */
public record EngineReading(
    Object engine, String device, EngineStats stats, long beat, long uncommittedBytes) {

  static EngineReading of(BatchEngine engine) {
    return new EngineReading(
        engine,
        engine.model().placement(),
        engine.stats(),
        engine.beat(),
        engine.uncommittedBytes());
  }
}
