/** The database of truth: structures, results, checkpoints, fences and the log of each shard. */
@NullMarked
package dev.lehr.activities.ledger;

import org.jspecify.annotations.NullMarked;
