/**
 * Programs that users bring: run for each structure in a directory of its own, and what they found
 * read from there.
 */
@NullMarked
package dev.lehr.activities.commands;

import org.jspecify.annotations.NullMarked;
