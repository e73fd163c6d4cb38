/** Files of a workspace that belong to campaigns, and those that belong to none any more. */
@NullMarked
package dev.lehr.activities.upkeep;

import org.jspecify.annotations.NullMarked;
