/** Lehr as a plugin of a user's own Temporal worker. */
@NullMarked
package dev.lehr.worker.plugin;

import org.jspecify.annotations.NullMarked;
