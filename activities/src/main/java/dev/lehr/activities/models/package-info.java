/** Models that are made on this machine: exported from Python packages into the model cache. */
@NullMarked
package dev.lehr.activities.models;

import org.jspecify.annotations.NullMarked;
