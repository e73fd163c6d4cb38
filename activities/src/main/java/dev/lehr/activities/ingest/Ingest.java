package dev.lehr.activities.ingest;

import dev.lehr.activities.ledger.CampaignRow;
import dev.lehr.activities.ledger.Ledger;
import dev.lehr.activities.ledger.NewCampaign;
import dev.lehr.activities.ledger.Part;
import dev.lehr.activities.ledger.StructureRow;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes campaigns into a ledger. The same campaign again is found, not taken in twice; another one
 * under its name is refused unless the user says what is meant.
 */
public final class Ingest {

  /** How many structures of a kind a message names. */
  private static final int NAMED = 10;

  /** What to do where the ledger has a campaign of the name. */
  public enum Mode {
    /** Go on with it if it is the same; refuse otherwise. */
    SAME_OR_REFUSE,
    /** Set it aside and start anew. */
    REPLACE,
    /** Add the structures that it does not have. */
    ADD
  }

  /**
   * What came of it.
   *
   * @param campaign as the ledger has it now
   * @param created whether it is new
   * @param added structures that were added to a campaign that was there
   * @param rejections why structures of the input were set aside, for people
   * @param notes what directories and globs left out, for people
   */
  public record Answer(
      CampaignRow campaign,
      boolean created,
      long added,
      List<String> rejections,
      List<String> notes) {}

  private final Ledger ledger;
  private final boolean strict;

  /**
   * An intake into a ledger.
   *
   * @param strict whether a bad structure refuses the campaign
   */
  public Ingest(Ledger ledger, boolean strict) {
    this.ledger = ledger;
    this.strict = strict;
  }

  /**
   * Takes a campaign in.
   *
   * @throws BadInputException where files are missing, ids repeat, or, if strict, any structure is
   *     bad
   * @throws CampaignChangedException where the name stands for another campaign
   */
  public Answer take(Intake intake, Mode mode) {
    Survey survey = checked(intake);
    @Nullable CampaignRow before = ledger.findCampaign(intake.campaign().name()).orElse(null);
    if (before == null || mode == Mode.REPLACE) {
      return create(intake, before != null, survey);
    }
    return goOn(intake, before, mode, survey);
  }

  private Survey checked(Intake intake) {
    Survey survey = Survey.of(intake);
    if (!survey.problems().isEmpty()) {
      throw new BadInputException("the structures cannot be taken in", survey.problems());
    }
    if (strict && !survey.rejections().isEmpty()) {
      throw new BadInputException("--strict refuses bad structures", survey.rejections());
    }
    return survey;
  }

  /**
   * Finds out whether structures may be added, and adds none.
   *
   * @return how many there are to add
   * @throws BadInputException as of {@link #take}
   * @throws CampaignChangedException where the name stands for another campaign
   */
  public long checkAdding(Intake intake) {
    Survey survey = checked(intake);
    CampaignRow before =
        ledger
            .findCampaign(intake.campaign().name())
            .orElseThrow(
                () ->
                    new BadInputException(
                        "nothing to add to",
                        List.of("found no campaign named " + intake.campaign().name())));
    Compared compared = compare(ledger, intake, before, survey);
    if (!compared.lines().isEmpty()) {
      throw new CampaignChangedException(before.name(), compared.all(), compared.onlyMore());
    }
    return compared.added().size();
  }

  private Answer create(Intake intake, boolean replace, Survey survey) {
    NewCampaign c = intake.campaign();
    NewCampaign asked = c.replacing(replace);
    try (StructureRows rows = new StructureRows(intake)) {
      return new Answer(
          ledger.createCampaign(asked, rows), true, 0, survey.rejections(), survey.notes());
    }
  }

  /**
   * How a campaign differs from the one of its name in a ledger.
   *
   * @param lines for people, one for each place; none: it is the same
   * @param onlyMore whether it only has more structures
   */
  public record Differences(List<String> lines, boolean onlyMore) {}

  /** Compares a campaign with the one of its name in a ledger; changes nothing. */
  public static Differences differences(
      Ledger ledger, Intake intake, CampaignRow before, Survey survey) {
    Compared compared = compare(ledger, intake, before, survey);
    return new Differences(compared.all(), compared.onlyMore());
  }

  /**
   * What differs.
   *
   * @param lines of the definition, the model and structures that have changed
   * @param added ids
   * @param removed ids
   */
  private record Compared(List<String> lines, List<String> added, List<String> removed) {
    boolean onlyMore() {
      return lines.isEmpty() && removed.isEmpty();
    }

    List<String> all() {
      List<String> all = new ArrayList<>(lines);
      name(all, "removed", removed);
      name(all, "added", added);
      return all;
    }
  }

  private Answer goOn(Intake intake, CampaignRow before, Mode mode, Survey survey) {
    Compared compared = compare(ledger, intake, before, survey);
    if (mode == Mode.ADD && compared.lines().isEmpty()) {
      return add(intake, before, Set.copyOf(compared.added()), survey);
    }
    List<String> differences = compared.all();
    if (!differences.isEmpty()) {
      throw new CampaignChangedException(before.name(), differences, compared.onlyMore());
    }
    return new Answer(before, false, 0, survey.rejections(), survey.notes());
  }

  private static Compared compare(Ledger ledger, Intake intake, CampaignRow before, Survey survey) {
    List<String> differences =
        new ArrayList<>(
            DefinitionDiff.between(before.definition(), intake.campaign().definition()));
    if (!before.modelDigest().equals(intake.campaign().modelDigest())) {
      differences.add("model: its parameters or its code have changed (digest)");
    }
    if (!before.part().equals(intake.campaign().part())) {
      differences.add(
          "part: was " + shown(before.part()) + ", is " + shown(intake.campaign().part()));
    }
    Map<String, String> old = new LinkedHashMap<>();
    ledger.forEachStructureDigest(before.id(), old::put);
    List<String> changed = new ArrayList<>();
    List<String> added = new ArrayList<>();
    survey
        .digests()
        .forEach(
            (id, digest) -> {
              String was = old.get(id);
              if (was == null) {
                added.add(id);
              } else if (!was.equals(digest)) {
                changed.add(id);
              }
            });
    List<String> removed =
        old.keySet().stream().filter(id -> !survey.digests().containsKey(id)).toList();
    name(differences, "changed", changed);
    return new Compared(differences, added, removed);
  }

  private static String shown(Optional<Part> part) {
    return part.map(Part::toString).orElse("all of it");
  }

  private Answer add(Intake intake, CampaignRow before, Set<String> ids, Survey survey) {
    if (ids.isEmpty()) {
      return new Answer(before, false, 0, survey.rejections(), survey.notes());
    }
    try (StructureRows rows = new StructureRows(intake)) {
      CampaignRow after = ledger.addStructures(before.id(), new Chosen(rows, ids));
      return new Answer(after, false, ids.size(), survey.rejections(), survey.notes());
    }
  }

  private static void name(List<String> lines, String what, List<String> ids) {
    if (!ids.isEmpty()) {
      String more = ids.size() > NAMED ? ", ..." : "";
      lines.add(
          "structures "
              + what
              + ": "
              + ids.size()
              + " ("
              + String.join(", ", ids.subList(0, Math.min(NAMED, ids.size())))
              + more
              + ")");
    }
  }

  /** Those rows whose ids are wanted. */
  private static final class Chosen implements Iterator<StructureRow> {
    private final Iterator<StructureRow> rows;
    private final Set<String> ids;
    private @Nullable StructureRow next;

    Chosen(Iterator<StructureRow> rows, Set<String> ids) {
      this.rows = rows;
      this.ids = ids;
    }

    @Override
    public boolean hasNext() {
      while (next == null && rows.hasNext()) {
        StructureRow row = rows.next();
        next = ids.contains(row.id()) ? row : null;
      }
      return next != null;
    }

    @Override
    public StructureRow next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      StructureRow row = next;
      next = null;
      return row;
    }
  }
}
