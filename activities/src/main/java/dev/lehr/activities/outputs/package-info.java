/** Stages that write files. */
@NullMarked
package dev.lehr.activities.outputs;

import org.jspecify.annotations.NullMarked;
