/** Results as people and programs read them: JSON Lines, CSV, extended XYZ and a table. */
@NullMarked
package dev.lehr.activities.results;

import org.jspecify.annotations.NullMarked;
