/** Structures made from rules: decorated crystal prototypes and random clusters. */
@NullMarked
package dev.lehr.simulation.prototypes;

import org.jspecify.annotations.NullMarked;
