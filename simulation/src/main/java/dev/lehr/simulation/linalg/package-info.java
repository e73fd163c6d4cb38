/** Small dense linear algebra: 3x3 matrices, their exponential and logarithm. */
@NullMarked
package dev.lehr.simulation.linalg;

import org.jspecify.annotations.NullMarked;
