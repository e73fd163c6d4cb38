/** What holds atoms in place while a structure relaxes. */
@NullMarked
package dev.lehr.simulation.constraints;

import org.jspecify.annotations.NullMarked;
