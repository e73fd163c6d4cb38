package dev.lehr.bench;

import dev.lehr.simulation.state.SimState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.DoubleBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Systems as {@code bench/compare/systems.py} writes them, so that all programs start from the same
 * numbers. Little-endian: the number of systems; for each the number of atoms n (int), 9 cell
 * components, n atomic numbers, n masses (amu), 3n coordinates (angstrom), 3n velocities (angstrom
 * sqrt(eV/amu)), all doubles. All axes are periodic.
 */
final class SystemFile {

  /** One system with its velocities. */
  record Entry(SimState state, double[] velocities) {}

  private SystemFile() {}

  static List<Entry> read(Path path) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
    int systems = in.getInt();
    List<Entry> entries = new ArrayList<>(systems);
    for (int s = 0; s < systems; s++) {
      int n = in.getInt();
      double[] cell = doubles(in, 9);
      double[] z = doubles(in, n);
      int[] numbers = new int[n];
      for (int i = 0; i < n; i++) {
        numbers[i] = (int) z[i];
      }
      double[] masses = doubles(in, n);
      double[] positions = doubles(in, 3 * n);
      double[] velocities = doubles(in, 3 * n);
      boolean[] pbc = {true, true, true};
      entries.add(new Entry(SimState.ofSystem(numbers, masses, positions, cell, pbc), velocities));
    }
    return entries;
  }

  private static double[] doubles(ByteBuffer in, int count) {
    double[] values = new double[count];
    DoubleBuffer view = in.asDoubleBuffer();
    view.get(values);
    in.position(in.position() + 8 * count);
    return values;
  }
}
