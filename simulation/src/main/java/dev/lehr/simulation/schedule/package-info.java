/**
 * Who is in the batch: admission, packing, eviction and what to do when memory runs out, as one
 * deterministic core. Events go in, decisions come out; no clock, no thread, no device, no I/O.
 */
@NullMarked
package dev.lehr.simulation.schedule;

import org.jspecify.annotations.NullMarked;
