/** What a user writes: campaign files, read with every problem found at once. */
@NullMarked
package dev.lehr.activities.campaign;

import org.jspecify.annotations.NullMarked;
