/**
 * A campaign's results with all stages of a structure together, and what there is to say of all of
 * them: what reports are made of. Read from the ledger alone, a structure at a time.
 */
@NullMarked
package dev.lehr.activities.reports.data;

import org.jspecify.annotations.NullMarked;
