/**
 * OpenTelemetry traces of campaigns: a span for each activity, in the trace of whoever started it.
 */
@NullMarked
package dev.lehr.tracing;

import org.jspecify.annotations.NullMarked;
