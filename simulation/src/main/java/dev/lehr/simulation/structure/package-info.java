/**
 * Structures as their files give them, the elements they are made of, and what is wrong with some.
 */
@NullMarked
package dev.lehr.simulation.structure;

import org.jspecify.annotations.NullMarked;
