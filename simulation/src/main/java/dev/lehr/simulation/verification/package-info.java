/** Whether a model does what every model must: the checks behind {@code lehr models verify}. */
@NullMarked
package dev.lehr.simulation.verification;

import org.jspecify.annotations.NullMarked;
