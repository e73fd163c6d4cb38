/**
 * Models that exist only as Python, run in a process beside this one: frames on a pipe,
 * supervision, restarts.
 */
@NullMarked
package dev.lehr.activities.bridge;

import org.jspecify.annotations.NullMarked;
