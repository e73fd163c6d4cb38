package dev.lehr.activities.expressions;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The names that an expression may use. A value has a long name ({@code relax.energy_per_atom}, the
 * stage and what it found) and a short one ({@code energy_per_atom}) where only one stage of those
 * that come last finds it.
 */
public final class Vocabulary {

  private final Map<String, ValueType> names;
  private final Map<String, String> meanings;
  private final Map<String, List<String>> ambiguous;

  private Vocabulary(
      Map<String, ValueType> names,
      Map<String, String> meanings,
      Map<String, List<String>> ambiguous) {
    this.names = Collections.unmodifiableMap(new LinkedHashMap<>(names));
    this.meanings = Map.copyOf(meanings);
    this.ambiguous = Collections.unmodifiableMap(new LinkedHashMap<>(ambiguous));
  }

  /** Every name, long and short, and its type. */
  public Map<String, ValueType> names() {
    return names;
  }

  /** The long name that a name stands for; itself where it is a long one or the structure's own. */
  public String meaningOf(String name) {
    return meanings.getOrDefault(name, name);
  }

  /** Short names that several stages find, and their long names. */
  public Map<String, List<String>> ambiguous() {
    return ambiguous;
  }

  /** Starts with what every structure has: id, formula, n_atoms, elements. */
  public static Builder ofStructures() {
    return new Builder()
        .own("id", ValueType.TEXT)
        .own("formula", ValueType.TEXT)
        .own("n_atoms", ValueType.COUNT)
        .own("elements", ValueType.TEXTS);
  }

  /** Collects names. */
  public static final class Builder {
    private final Map<String, ValueType> own = new LinkedHashMap<>();
    private final Map<String, Map<String, ValueType>> stages = new LinkedHashMap<>();
    private final Map<String, Set<String>> before = new LinkedHashMap<>();

    private Builder() {}

    /** A value that structures have by themselves. */
    public Builder own(String name, ValueType type) {
      own.put(name, type);
      return this;
    }

    /**
     * What a stage finds.
     *
     * @param id of the stage
     * @param ancestors ids of the stages before it
     * @param values names and types
     */
    public Builder stage(String id, Set<String> ancestors, Map<String, ValueType> values) {
      stages.put(id, values);
      before.put(id, ancestors);
      return this;
    }

    /** The vocabulary. */
    public Vocabulary build() {
      Map<String, ValueType> names = new LinkedHashMap<>(own);
      Map<String, String> meanings = new LinkedHashMap<>();
      Map<String, List<String>> ambiguous = new LinkedHashMap<>();
      Set<String> shortNames = new LinkedHashSet<>();
      stages.forEach(
          (id, values) ->
              values.forEach(
                  (name, type) -> {
                    names.put(id + "." + name, type);
                    shortNames.add(name);
                  }));
      for (String name : shortNames) {
        List<String> last = lastToFind(name);
        if (own.containsKey(name)) {
          continue;
        }
        if (last.size() == 1) {
          String id = last.get(0);
          names.put(name, stages.getOrDefault(id, Map.of()).get(name));
          meanings.put(name, id + "." + name);
        } else {
          ambiguous.put(name, last.stream().map(id -> id + "." + name).toList());
        }
      }
      return new Vocabulary(names, meanings, ambiguous);
    }

    /** Stages that find it and come before no other that does. */
    private List<String> lastToFind(String name) {
      List<String> finders =
          stages.entrySet().stream()
              .filter(e -> e.getValue().containsKey(name))
              .map(Map.Entry::getKey)
              .toList();
      List<String> last = new ArrayList<>();
      for (String id : finders) {
        boolean isOvertaken =
            finders.stream().anyMatch(o -> before.getOrDefault(o, Set.of()).contains(id));
        if (!isOvertaken) {
          last.add(id);
        }
      }
      return last;
    }
  }
}
