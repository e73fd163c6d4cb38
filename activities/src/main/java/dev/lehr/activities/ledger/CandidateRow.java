package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.util.Map;
import java.util.Optional;

/**
 * A structure that has come to a stage which looks at all of them together.
 *
 * @param structure index in the campaign
 * @param id the structure's id
 * @param formula Hill formula
 * @param generation of its task
 * @param status pending, or what was decided before
 * @param found what the stages before have found, a JSON object by stage's id
 * @param input the encoded structure; empty unless asked for
 * @param state the encoded state in which it comes; empty unless asked for and there is one
 */
public record CandidateRow(
    long structure,
    String id,
    String formula,
    int generation,
    TaskStatus status,
    Map<String, String> found,
    Optional<byte[]> input,
    Optional<byte[]> state) {}
