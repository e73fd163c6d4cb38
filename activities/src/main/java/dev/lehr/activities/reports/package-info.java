/** What a campaign's results say, beside references: computed from the ledger alone. */
@NullMarked
package dev.lehr.activities.reports;

import org.jspecify.annotations.NullMarked;
