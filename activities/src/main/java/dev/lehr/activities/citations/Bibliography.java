package dev.lehr.activities.citations;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jbibtex.BibTeXEntry;
import org.jbibtex.BibTeXParser;
import org.jbibtex.Key;
import org.jbibtex.ParseException;

/** The publications that Lehr knows, by key. Immutable. */
public final class Bibliography {

  private static final String RESOURCE = "/dev/lehr/citations/references.bib";

  /** An entry as it is written in the file: it begins and ends at the start of a line. */
  private static final Pattern ENTRY =
      Pattern.compile("^@\\w+\\{([^,]+),$.*?^}$", Pattern.MULTILINE | Pattern.DOTALL);

  private final Map<String, Reference> references;

  private Bibliography(Map<String, Reference> references) {
    this.references = references;
  }

  /** Lehr's own. */
  public static Bibliography ofLehr() {
    try (InputStream in = Bibliography.class.getResourceAsStream(RESOURCE)) {
      if (in == null) {
        throw new IllegalStateException("no " + RESOURCE + " on the class path");
      }
      return of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * That of a BibTeX file whose entries begin and end at the start of a line.
   *
   * @throws IllegalArgumentException where it is not such a file, or a key repeats
   */
  static Bibliography of(String bibtex) {
    Map<String, Reference> found = new LinkedHashMap<>();
    Matcher entries = ENTRY.matcher(bibtex);
    while (entries.find()) {
      Reference reference = reference(entries.group(1).strip(), entries.group());
      if (found.put(reference.key(), reference) != null) {
        throw new IllegalArgumentException("two entries have the key " + reference.key());
      }
    }
    return new Bibliography(found);
  }

  private static Reference reference(String key, String text) {
    try {
      Map<Key, BibTeXEntry> parsed = new BibTeXParser().parse(new StringReader(text)).getEntries();
      BibTeXEntry entry = parsed.get(new Key(key));
      if (parsed.size() != 1 || entry == null) {
        throw new IllegalArgumentException("found no whole entry at " + key);
      }
      Optional<String> doi =
          Optional.ofNullable(entry.getField(BibTeXEntry.KEY_DOI)).map(v -> v.toUserString());
      return new Reference(key, PlainText.of(entry), doi, text);
    } catch (ParseException | RuntimeException e) {
      throw new IllegalArgumentException("entry " + key + ": " + e.getMessage(), e);
    }
  }

  /** The publication of a key. */
  public Optional<Reference> find(String key) {
    return Optional.ofNullable(references.get(key));
  }

  /** All keys, in the order of the file. */
  public Set<String> keys() {
    return Set.copyOf(references.keySet());
  }
}
