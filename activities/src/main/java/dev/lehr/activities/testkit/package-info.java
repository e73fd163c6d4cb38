/**
 * For tests of kinds of stages: what the engine relies on, checked without an engine. Knows no test
 * framework.
 */
@NullMarked
package dev.lehr.activities.testkit;

import org.jspecify.annotations.NullMarked;
