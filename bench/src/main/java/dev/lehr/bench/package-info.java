/** Benchmarks: kernels under JMH, and the side of Lehr in comparisons with other programs. */
@NullMarked
package dev.lehr.bench;

import org.jspecify.annotations.NullMarked;
