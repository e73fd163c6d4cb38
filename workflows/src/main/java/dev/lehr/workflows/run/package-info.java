/** The durable part: a campaign's workflow, its lanes, and the state of each structure. */
@NullMarked
package dev.lehr.workflows.run;

import org.jspecify.annotations.NullMarked;
