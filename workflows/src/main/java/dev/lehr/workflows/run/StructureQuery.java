package dev.lehr.workflows.run;

/**
 * Asks for a structure of the open shard.
 *
 * @param structure its index in the campaign
 */
public record StructureQuery(long structure) {}
