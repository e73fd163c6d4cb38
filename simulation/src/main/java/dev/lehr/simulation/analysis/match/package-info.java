/** Whether two crystals are the same within tolerances, however they are written down. */
@NullMarked
package dev.lehr.simulation.analysis.match;

import org.jspecify.annotations.NullMarked;
