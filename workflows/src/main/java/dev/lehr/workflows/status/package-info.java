/** The states that a structure goes through in a stage. */
@NullMarked
package dev.lehr.workflows.status;

import org.jspecify.annotations.NullMarked;
