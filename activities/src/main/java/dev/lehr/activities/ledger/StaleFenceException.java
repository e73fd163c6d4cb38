package dev.lehr.activities.ledger;

/**
 * A writer came with a fence that is older than the ledger's: it has been replaced and must stop.
 */
public final class StaleFenceException extends RuntimeException {

  private final boolean claimLost;

  /** Names the shard and both fences. */
  public StaleFenceException(ShardKey shard, Fence stale, Fence current) {
    super("fence " + stale + " of " + shard + " is stale: the ledger has seen " + current);
    claimLost = stale.epoch() < current.epoch();
  }

  /** Whether the shard was claimed anew: no later slice of the same claim is let in either. */
  public boolean isClaimLost() {
    return claimLost;
  }
}
