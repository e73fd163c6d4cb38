package dev.lehr.workflows.contract;

import io.temporal.activity.ActivityInterface;
import io.temporal.activity.ActivityMethod;

/** Work on the device. */
@ActivityInterface
public interface EngineActivities {

  /** Runs autobatcher steps on a shard's systems for a bounded time. */
  @ActivityMethod(name = "lehr.runSlice")
  SliceAnswer runSlice(SliceRequest request);
}
