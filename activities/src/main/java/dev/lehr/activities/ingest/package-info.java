/** Takes campaigns and their structures into the ledger, and recognises those that it has. */
@NullMarked
package dev.lehr.activities.ingest;

import org.jspecify.annotations.NullMarked;
