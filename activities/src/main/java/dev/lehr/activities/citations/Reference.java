package dev.lehr.activities.citations;

import java.util.Optional;

/**
 * A publication.
 *
 * @param key its key in the bibliography, for example {@code bitzek2006}
 * @param text for people, one line of plain text
 * @param doi its DOI, without a host; empty where it has none
 * @param bibtex its entry
 */
public record Reference(String key, String text, Optional<String> doi, String bibtex) {}
