/**
 * What a campaign will compute, said before anything is computed: read from its file, its
 * structures and what the ledger remembers.
 */
@NullMarked
package dev.lehr.activities.forecast;

import org.jspecify.annotations.NullMarked;
