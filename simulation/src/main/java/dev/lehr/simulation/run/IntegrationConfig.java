package dev.lehr.simulation.run;

import dev.lehr.simulation.dynamics.DynamicsSettings;

/**
 * The settings of an {@link Integration}.
 *
 * @param dynamics ensemble, temperature, time step, steps
 * @param seed of the random numbers
 */
public record IntegrationConfig(DynamicsSettings dynamics, long seed) {}
