/**
 * Campaigns on this machine: a workspace, an embedded server, a worker, and what a user sees of
 * them.
 */
@NullMarked
package dev.lehr.worker.run;

import org.jspecify.annotations.NullMarked;
