/** The activities: what Temporal calls to get at the ledger and the engines. */
@NullMarked
package dev.lehr.activities.run;

import org.jspecify.annotations.NullMarked;
