package dev.lehr.activities.ledger;

/**
 * A result that was computed before.
 *
 * @param campaign where: name and revision
 * @param stage id of the stage
 * @param result as it was
 */
public record Remembered(String campaign, String stage, TaskResult result) {}
