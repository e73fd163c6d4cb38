package dev.lehr.activities.models;

import dev.lehr.activities.djl.Precision;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What is to be exported.
 *
 * @param model which one
 * @param as the name that campaigns will use
 * @param precision what it is to compute in
 * @param file weights of the user's
 * @param python the Python to make an environment with; empty: the first that fits
 */
public record ExportRequest(
    ExportableModel model,
    String as,
    Precision precision,
    Optional<Path> file,
    Optional<String> python) {}
