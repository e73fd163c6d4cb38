/** Work that may be spread over threads without changing a bit. */
@NullMarked
package dev.lehr.simulation.parallel;

import org.jspecify.annotations.NullMarked;
