package dev.lehr.activities.commands;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.MustacheException;
import com.samskivert.mustache.Template;
import dev.lehr.activities.document.Guess;
import dev.lehr.activities.expressions.ValueType;
import dev.lehr.activities.expressions.Vocabulary;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Texts with placeholders, in the language of Mustache (mustache.github.io), nothing escaped.
 * Whatever has no value is an error.
 */
final class Templates {

  /** What a placeholder begins with. */
  static final String OPEN = "{{";

  private static final Set<String> SPECIAL = Set.of(".", "this", "-first", "-last", "-index");

  private static final Mustache.Compiler COMPILER =
      Mustache.compiler().escapeHTML(false).strictSections(true).withFormatter(Templates::plain);

  private Templates() {}

  private static String plain(Object value) {
    if (value instanceof Iterable<?> || value instanceof Map<?, ?> || value instanceof Places) {
      throw new IllegalArgumentException(
          "found a placeholder for several values, expected one for a single value, or a section"
              + " {{#name}}...{{/name}}");
    }
    return String.valueOf(value);
  }

  /**
   * The text for a structure.
   *
   * @param what the file, for messages
   * @throws UnusableInputException where something has no value
   */
  static String render(String what, String text, Places places) throws UnusableInputException {
    if (!text.contains(OPEN)) {
      return text;
    }
    Names names = new Names(Vocabulary.ofStructures().build());
    try {
      Template template = COMPILER.compile(text);
      template.visit(names);
      return template.execute(places);
    } catch (MustacheException.Context e) {
      throw new UnusableInputException(
          what
              + ", line "
              + e.lineNo
              + ": found no value for '"
              + names.whole(e.key, places)
              + "', expected one"
              + reason(e));
    } catch (RuntimeException e) {
      throw new UnusableInputException(what + ": " + reason(e).replaceFirst("^: ", ""));
    }
  }

  /** What an exception of ours says that the engine has wrapped. */
  private static String reason(Throwable e) {
    for (Throwable t = e; t != null; t = t.getCause()) {
      if (t instanceof IllegalArgumentException) {
        return ": " + t.getMessage();
      }
    }
    return e instanceof MustacheException.Context ? "" : ": " + e.getMessage();
  }

  /** What is wrong with a text whatever the structure: its form, and names that nobody finds. */
  static Optional<String> problem(String text, Vocabulary vocabulary) {
    if (!text.contains(OPEN)) {
      return Optional.empty();
    }
    try {
      Template template = COMPILER.compile(text);
      Names names = new Names(vocabulary);
      template.visit(names);
      return names.wrong.stream().findFirst();
    } catch (RuntimeException e) {
      return Optional.of("not a template: " + e.getMessage());
    }
  }

  /** Looks at names. */
  private static final class Names implements Mustache.Visitor {
    private final Vocabulary vocabulary;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> all = new LinkedHashSet<>();
    private final Set<String> wrong = new LinkedHashSet<>();

    Names(Vocabulary vocabulary) {
      this.vocabulary = vocabulary;
      known.addAll(Places.OWN);
      vocabulary.names().keySet().stream().filter(n -> n.contains(".")).forEach(known::add);
    }

    /** The name that the engine stumbled over at a part of it. */
    String whole(String part, Places places) {
      return all.stream()
          .filter(n -> n.startsWith(part + ".") || n.endsWith("." + part))
          .filter(n -> places.get(n) == null)
          .findFirst()
          .orElse(part);
    }

    private void look(String name) {
      all.add(name);
      if (known.contains(name) || Places.INNER.contains(name) || SPECIAL.contains(name)) {
        return;
      }
      String meaning = vocabulary.meaningOf(name);
      wrong.add(
          known.contains(meaning)
              ? "found {{" + name + "}}, expected its long name {{" + meaning + "}}"
              : "found {{"
                  + name
                  + "}}, expected one of "
                  + String.join(", ", known.stream().sorted().toList())
                  + Guess.suffix(name, known));
    }

    @Override
    public void visitText(String text) {
      // Holds no names.
    }

    @Override
    public void visitVariable(String name) {
      look(name);
    }

    @Override
    public boolean visitInclude(String name) {
      wrong.add("found {{>" + name + "}}, expected no template within a template");
      return false;
    }

    @Override
    public boolean visitSection(String name) {
      look(name);
      ValueType type = vocabulary.names().get(name);
      return Places.OWN.contains(name) || type == ValueType.TRUTH;
    }

    @Override
    public boolean visitInvertedSection(String name) {
      return visitSection(name);
    }
  }
}
