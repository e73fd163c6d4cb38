/**
 * For tests of campaigns, and of workflows that call campaigns: a Temporal server in memory, a
 * ledger in a directory, Lehr's workers, and a device that fails on purpose. It knows no test
 * framework.
 */
@NullMarked
package dev.lehr.testing;

import org.jspecify.annotations.NullMarked;
