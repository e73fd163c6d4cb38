/** The command line: what users type, what they see, and what scripts can rely on. */
@NullMarked
package dev.lehr.worker.cli;

import org.jspecify.annotations.NullMarked;
