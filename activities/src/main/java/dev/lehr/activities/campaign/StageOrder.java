package dev.lehr.activities.campaign;

import dev.lehr.activities.document.Fields;
import dev.lehr.activities.document.Guess;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Puts the stages of a file in an order in which each comes after those that it follows. A stage
 * that does not say what it follows, follows the one above it.
 */
final class StageOrder {

  private static final String NAME = "[A-Za-z0-9][A-Za-z0-9._-]{0,99}";

  /**
   * A stage of the file.
   *
   * @param fields its object
   * @param id its id
   * @param after what it follows
   */
  record Entry(Fields fields, String id, List<String> after) {}

  private StageOrder() {}

  /** The stages, sorted; problems are noted at their fields. */
  static List<Entry> of(List<Fields> stages) {
    List<Entry> entries = new ArrayList<>();
    Set<String> ids = new HashSet<>();
    String above = "";
    for (Fields f : stages) {
      String id = f.text("id", "a name such as relax");
      if (!id.isEmpty() && !id.matches(NAME)) {
        f.problem("id", "found '" + id + "', expected letters, digits, dots, dashes, underscores");
      }
      if (!id.isEmpty() && !ids.add(id)) {
        f.problem("id", "'" + id + "' is the id of an earlier stage as well");
      }
      List<String> after = f.texts("after", "the id of a stage");
      if (!f.has("after") && !above.isEmpty()) {
        after = List.of(above);
      }
      entries.add(new Entry(f, id, after));
      above = id;
    }
    entries.replaceAll(e -> withKnown(e, entries));
    return sorted(entries);
  }

  private static Entry withKnown(Entry entry, List<Entry> all) {
    List<String> ids = all.stream().map(Entry::id).toList();
    List<String> known = new ArrayList<>();
    for (String id : entry.after()) {
      if (id.equals(entry.id())) {
        entry.fields().problem("after", "'" + id + "' follows itself");
      } else if (!ids.contains(id)) {
        entry.fields().problem("after", "no stage is called '" + id + "'" + Guess.suffix(id, ids));
      } else if (known.contains(id)) {
        entry.fields().problem("after", "found '" + id + "' twice");
      } else {
        known.add(id);
      }
    }
    return new Entry(entry.fields(), entry.id(), known);
  }

  private static List<Entry> sorted(List<Entry> entries) {
    Map<String, Entry> left = new LinkedHashMap<>();
    List<Entry> repeated = new ArrayList<>();
    for (Entry e : entries) {
      if (left.putIfAbsent(e.id(), e) != null) {
        repeated.add(e);
      }
    }
    List<Entry> sorted = new ArrayList<>();
    while (!left.isEmpty()) {
      Entry next = null;
      for (Entry e : left.values()) {
        if (e.after().stream().noneMatch(left::containsKey)) {
          next = e;
          break;
        }
      }
      if (next == null) {
        next = cut(left);
      }
      sorted.add(next);
      left.remove(next.id());
    }
    for (Entry e : repeated) {
      sorted.add(new Entry(e.fields(), e.id(), List.of()));
    }
    return sorted;
  }

  /** Names a circle and cuts it, so that what else is wrong is found too. */
  private static Entry cut(Map<String, Entry> left) {
    List<String> way = new ArrayList<>();
    String at = left.keySet().iterator().next();
    while (!way.contains(at)) {
      way.add(at);
      Entry entry = left.get(at);
      at =
          entry == null
              ? at
              : entry.after().stream().filter(left::containsKey).findFirst().orElse(at);
    }
    List<String> circle = new ArrayList<>(way.subList(way.indexOf(at), way.size()));
    circle.add(at);
    Entry entry = left.getOrDefault(at, left.values().iterator().next());
    entry
        .fields()
        .problem(
            "after", "the stages follow each other in a circle: " + String.join(" after ", circle));
    return new Entry(
        entry.fields(),
        entry.id(),
        entry.after().stream().filter(a -> !left.containsKey(a)).toList());
  }
}
