/**
 * A whole cluster on one thread and in virtual time: workers with real batch loops around a fake
 * device, a ledger with the real rules, lanes that ask for slices, and seeded faults, with
 * invariants checked after every event. The same seed always gives the same run.
 */
@NullMarked
package dev.lehr.simulation.simulator;

import org.jspecify.annotations.NullMarked;
