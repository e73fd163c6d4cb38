/** Temporal inside the process: for one machine, without anything to install. */
@NullMarked
package dev.lehr.worker.embedded;

import org.jspecify.annotations.NullMarked;
