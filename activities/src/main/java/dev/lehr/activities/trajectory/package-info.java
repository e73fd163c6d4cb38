/**
 * Trajectories of campaigns: frames in files, a manifest in the ledger that says what of them
 * counts.
 */
@NullMarked
package dev.lehr.activities.trajectory;

import org.jspecify.annotations.NullMarked;
