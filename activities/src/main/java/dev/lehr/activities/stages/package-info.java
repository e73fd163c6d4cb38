/**
 * Kinds of stages. A kind reads its settings from a campaign file and answers a configured stage; a
 * plugin's kinds are found by {@link java.util.ServiceLoader} beside those that are here.
 */
@NullMarked
package dev.lehr.activities.stages;

import org.jspecify.annotations.NullMarked;
