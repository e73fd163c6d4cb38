/**
 * The batch engine of a device: it runs the slices of all shards in one batch and commits as it
 * goes.
 */
@NullMarked
package dev.lehr.activities.engine;

import org.jspecify.annotations.NullMarked;
