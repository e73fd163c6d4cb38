/** Expressions over what stages have found, in the Common Expression Language. */
@NullMarked
package dev.lehr.activities.expressions;

import org.jspecify.annotations.NullMarked;
