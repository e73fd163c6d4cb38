package dev.lehr.activities.ledger;

import java.util.Optional;

/**
 * What the ledger has of an evaluation of a task that is not over.
 *
 * @param number of the evaluation, from 1
 * @param result how it ended; empty where it has not
 * @param checkpoint where it was left; empty where it has not started or has ended
 * @param uncleanDeaths how often it was in a batch when its worker died
 * @param evidence against it of killing workers
 */
public record PendingJob(
    int number,
    Optional<TaskResult> result,
    Optional<Checkpoint> checkpoint,
    int uncleanDeaths,
    int evidence) {}
