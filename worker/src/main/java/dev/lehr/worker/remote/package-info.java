/** Working for a Temporal server that is somewhere else. */
@NullMarked
package dev.lehr.worker.remote;

import org.jspecify.annotations.NullMarked;
