package dev.lehr.worker.run;

import java.nio.file.Path;
import java.util.OptionalInt;

/**
 * What to run, and with what.
 *
 * @param workspace directory of the ledger
 * @param campaignId the ledger's key
 * @param base directory of the campaign file, where the files are that the model needs
 * @param threads threads for models and optimizers, at least 1
 * @param temporalPort port on which the embedded server is reachable from outside; empty: none
 */
public record RunRequest(
    Path workspace, long campaignId, Path base, int threads, OptionalInt temporalPort) {}
