/** Kinds of stages that compare structures with a condition or with each other. */
@NullMarked
package dev.lehr.activities.stages.compare;

import org.jspecify.annotations.NullMarked;
