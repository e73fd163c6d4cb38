package dev.lehr.activities.document;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.Node;

/**
 * A YAML or JSON text (JSON is YAML) with the line of every value, and what was found wrong with it
 * so far. Size, depth and aliases are limited, so that no file can use up memory or time.
 */
public final class Document {

  private static final int MAX_CODE_POINTS = 4_000_000;
  private static final long MAX_EXPANDED = 8_000_000;
  private static final int LONGEST_MESSAGE = 1_000;

  private final String file;
  private final Set<CampaignProblem> problems = new LinkedHashSet<>();
  private final @Nullable Node root;

  public Document(String file, String text) {
    this.file = file;
    this.root = compose(text);
  }

  private @Nullable Node compose(String text) {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CODE_POINTS);
    options.setNestingDepthLimit(20);
    options.setMaxAliasesForCollections(20);
    options.setAllowRecursiveKeys(false);
    try {
      Node node = new Yaml(options).compose(new StringReader(text));
      if (node == null) {
        add(1, 1, "", "the file is empty; expected a campaign");
        return null;
      }
      if (Expansion.of(node) > MAX_EXPANDED) {
        add(
            1,
            1,
            "",
            "found aliases that stand for more than "
                + MAX_EXPANDED
                + " characters or for what they are in, or a number of more than "
                + Expansion.LONGEST_NUMBER
                + " digits, expected less");
        return null;
      }
      return node;
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      int line = mark == null ? 1 : mark.getLine() + 1;
      int column = mark == null ? 1 : mark.getColumn() + 1;
      add(line, column, "", "not valid YAML or JSON: " + e.getProblem());
      return null;
    } catch (StackOverflowError e) {
      add(1, 1, "", "not valid YAML or JSON: too deep, or a word too long");
      return null;
    } catch (YAMLException e) {
      add(1, 1, "", "not valid YAML or JSON: " + firstLine(e.getMessage()));
      return null;
    }
  }

  private static String firstLine(@Nullable String message) {
    return message == null ? "unreadable" : message.lines().findFirst().orElse("unreadable");
  }

  /** The outermost value, read as a set of fields. */
  public Fields root() {
    return new Fields(this, root, "");
  }

  public void problem(@Nullable Node at, String path, String message) {
    Mark mark = at == null ? null : at.getStartMark();
    if (mark == null) {
      add(1, 1, path, message);
    } else {
      add(mark.getLine() + 1, mark.getColumn() + 1, path, message);
    }
  }

  private void add(int line, int column, String path, String message) {
    problems.add(new CampaignProblem(file, line, column, path, shortened(message)));
  }

  /** What was found may be a value of a million digits; what was expected stands at the end. */
  private static String shortened(String message) {
    int most = LONGEST_MESSAGE;
    return message.length() <= most
        ? message
        : message.substring(0, most / 4) + " ... " + message.substring(message.length() - most / 2);
  }

  public boolean isReadable() {
    return root != null;
  }

  public void throwIfWrong() throws CampaignParseException {
    if (!problems.isEmpty()) {
      List<CampaignProblem> sorted = new ArrayList<>(problems);
      sorted.sort(
          Comparator.comparingInt(CampaignProblem::line).thenComparingInt(CampaignProblem::column));
      throw new CampaignParseException(sorted);
    }
  }
}
