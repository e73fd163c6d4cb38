/** What workflows and activities say to each other: small JSON objects, never arrays of atoms. */
@NullMarked
package dev.lehr.workflows.contract;

import org.jspecify.annotations.NullMarked;
