/** What campaigns can be searched by in a Temporal namespace. */
@NullMarked
package dev.lehr.worker.visibility;

import org.jspecify.annotations.NullMarked;
