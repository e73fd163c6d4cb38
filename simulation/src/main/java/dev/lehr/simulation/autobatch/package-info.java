/** In-flight and binning autobatchers, memory metrics and the search for the largest batch. */
@NullMarked
package dev.lehr.simulation.autobatch;

import org.jspecify.annotations.NullMarked;
