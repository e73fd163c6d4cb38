package dev.lehr.activities.ledger;

import dev.lehr.workflows.status.TaskStatus;
import java.time.Instant;
import java.util.Optional;

/**
 * One structure's current row in a stage, for exports. A structure without a result has the status
 * of its task and no numbers.
 *
 * @param structure index in the campaign
 * @param id the structure's id
 * @param digest of its content
 * @param source file and frame
 * @param formula Hill formula
 * @param nAtoms number of atoms
 * @param stage id of the stage
 * @param generation of the row
 * @param status what has become of it
 * @param reason machine-readable; empty where there is none
 * @param detail a sentence; empty where there is none
 * @param energy eV; NaN where there is none
 * @param iterations steps made
 * @param swapAttempts swap attempts made
 * @param properties JSON object; {@code {}} where there are none
 * @param finishedAt when it ended
 * @param input the encoded structure; empty unless arrays were asked for
 * @param state the encoded final state; empty unless arrays were asked for and there is one
 */
public record ResultRow(
    long structure,
    String id,
    String digest,
    String source,
    String formula,
    int nAtoms,
    String stage,
    int generation,
    TaskStatus status,
    String reason,
    String detail,
    double energy,
    int iterations,
    int swapAttempts,
    String properties,
    Optional<Instant> finishedAt,
    Optional<byte[]> input,
    Optional<byte[]> state) {}
