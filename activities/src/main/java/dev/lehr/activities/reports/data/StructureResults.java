package dev.lehr.activities.reports.data;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.SortedMap;

/**
 * What all stages found of one structure.
 *
 * @param structure its index in the campaign
 * @param id its id
 * @param source file and frame
 * @param formula Hill formula
 * @param nAtoms number of atoms
 * @param stages what a stage found, by the stage's index: {@code status}, {@code reason}, {@code
 *     detail}, {@code energy} and so on, as in results; stages that do not know it are absent
 */
public record StructureResults(
    long structure,
    String id,
    String source,
    String formula,
    int nAtoms,
    SortedMap<Integer, ObjectNode> stages) {}
