package dev.lehr.simulation.engine;

import dev.lehr.simulation.state.Column;
import dev.lehr.simulation.state.Scope;
import dev.lehr.simulation.state.SimState;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The columns that systems of one batch must share although different steppers brought them.
 * Missing ones are filled in when a system joins and taken away when it leaves, so that what comes
 * out does not show who else was in the batch.
 */
final class ColumnRegistry {

  private final Map<String, Column> known = new LinkedHashMap<>();

  /**
   * Learns the columns of a system.
   *
   * @return whether there was a new one
   */
  boolean learn(SimState system) {
    boolean grew = false;
    for (String name : system.columnNames()) {
      Column column = system.column(name);
      if (column instanceof Column.Companions) {
        continue;
      }
      Column before = known.putIfAbsent(name, column.slice(0, 0));
      grew |= before == null;
      if (before != null && !before.matches(column)) {
        throw new IllegalArgumentException(
            "column '" + name + "' is " + column + " in one system and " + before + " in another");
      }
    }
    return grew;
  }

  /** Adds every known column that the state lacks, filled with NaN, 0 or nothing. */
  void fill(SimState state) {
    for (Map.Entry<String, Column> entry : known.entrySet()) {
      String name = entry.getKey();
      Column column = entry.getValue();
      if (state.hasColumn(name)) {
        continue;
      }
      Scope scope = column.scope();
      if (column instanceof Column.Doubles) {
        state.addDoubles(name, scope, column.width(), Double.NaN);
      } else if (column instanceof Column.Ragged) {
        state.putColumn(name, new Column.Ragged(new double[state.nSystems()][0]));
      } else {
        state.addLongs(name, scope, column.width(), 0);
      }
    }
  }

  /** Removes what is not the system's own. */
  static void strip(SimState system, Set<String> own) {
    for (String name : system.columnNames()) {
      if (!own.contains(name)) {
        system.removeColumn(name);
      }
    }
  }
}
