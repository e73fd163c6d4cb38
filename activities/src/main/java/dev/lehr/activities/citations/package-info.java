/**
 * What to cite for a campaign: its model, its methods, and the software. The bibliography is {@code
 * references.bib}; everything that the code asks of it is in it.
 */
@NullMarked
package dev.lehr.activities.citations;

import org.jspecify.annotations.NullMarked;
