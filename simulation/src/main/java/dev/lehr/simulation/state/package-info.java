/** Batches of systems as columns on the host. */
@NullMarked
package dev.lehr.simulation.state;

import org.jspecify.annotations.NullMarked;
