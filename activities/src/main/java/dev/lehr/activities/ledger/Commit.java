package dev.lehr.activities.ledger;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What came of a commit.
 *
 * @param refused shards whose writer has an old fence
 * @param ready tasks of the other shards that may start now because of it
 */
public record Commit(Set<ShardKey> refused, Map<ShardKey, List<PendingTask>> ready) {

  /** Copies. */
  public Commit {
    refused = Set.copyOf(refused);
    ready = Map.copyOf(ready);
  }
}
