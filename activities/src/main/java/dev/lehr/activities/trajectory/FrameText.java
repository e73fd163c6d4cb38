package dev.lehr.activities.trajectory;

import dev.lehr.activities.files.ComputedProperties;
import dev.lehr.activities.files.ExtxyzWriter;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.optimize.Stepper;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.AtomColumn;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** Frames as extended XYZ. The last fields of a comment line say whose frame it is. */
final class FrameText {

  static final String STRUCTURE = " lehr_structure=";
  static final String GENERATION = " lehr_generation=";
  static final String STEP = " lehr_step=";

  private FrameText() {}

  static byte[] of(List<TrajectoryFrame> frames) {
    StringBuilder text = new StringBuilder();
    ExtxyzWriter writer = new ExtxyzWriter(text);
    try {
      for (TrajectoryFrame frame : frames) {
        writer.write(structure(frame), computed(frame));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a StringBuilder does not fail", e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static Structure structure(TrajectoryFrame frame) {
    SimState s = frame.system();
    boolean[] pbc = s.pbc();
    Structure.Builder structure =
        Structure.builder(frame.id(), "", s.atomicNumbers(), s.positions())
            .pbc(pbc[0], pbc[1], pbc[2]);
    if (s.hasColumn(Dynamics.MOMENTA)) {
      structure.array(Dynamics.MOMENTA, new AtomColumn.Reals(3, s.doubles(Dynamics.MOMENTA)));
    }
    return (hasCell(s) ? structure.cell(s.cell()) : structure).build();
  }

  /** A molecule's cell is all zeros. */
  private static boolean hasCell(SimState s) {
    return Arrays.stream(s.cell()).anyMatch(x -> x != 0);
  }

  private static ComputedProperties computed(TrajectoryFrame frame) {
    SimState s = frame.system();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("stage", frame.stage());
    fields.put("structure", frame.task().structure());
    fields.put("generation", (long) frame.generation());
    fields.put("step", frame.step());
    double energy = s.doubles(Stepper.ENERGY)[0];
    return new ComputedProperties(
        Optional.empty(),
        Optional.empty(),
        Double.isFinite(energy) ? OptionalDouble.of(energy) : OptionalDouble.empty(),
        Optional.of(s.doubles(Stepper.FORCES)),
        hasCell(s) ? Optional.of(s.doubles(Stepper.STRESS)) : Optional.empty(),
        fields);
  }
}
