/**
 * Files of keys and values, YAML or JSON: reading them so that every problem is found in one pass.
 */
@NullMarked
package dev.lehr.activities.document;

import org.jspecify.annotations.NullMarked;
