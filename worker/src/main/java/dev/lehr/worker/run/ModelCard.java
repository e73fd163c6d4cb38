package dev.lehr.worker.run;

import java.util.List;

/**
 * What there is to know of a model before using it.
 *
 * @param name as campaign files have it
 * @param summary one line
 * @param elements symbols; empty: any
 * @param settings keys of the campaign file's {@code model} section, with what they mean
 * @param notes what to know before trusting the numbers
 * @param source where it is from
 */
public record ModelCard(
    String name,
    String summary,
    List<String> elements,
    List<String> settings,
    List<String> notes,
    String source) {}
