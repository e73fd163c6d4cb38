package dev.lehr.simulation.analysis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.simulation.model.LennardJones;
import dev.lehr.simulation.model.Model;
import dev.lehr.simulation.model.Truncation;
import dev.lehr.simulation.model.ZhouEam;
import dev.lehr.simulation.parallel.Workers;
import dev.lehr.simulation.structure.Elements;
import dev.lehr.simulation.structure.Structure;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Crystals, models and reference files for the tests of studies. */
public final class Materials {

  private Materials() {}

  public static Model zhou(String symbol) {
    return new ZhouEam(List.of(symbol), Truncation.SMOOTH, Workers.serial());
  }

  /** The argon of the reference scripts: cut off between the fifth and the sixth shell. */
  public static Model argon() {
    return new LennardJones(3.4, 0.0103, 8.75, Workers.serial());
  }

  public static JsonNode golden(String name) {
    try (InputStream in = Materials.class.getResourceAsStream("/golden/analysis/" + name)) {
      return new ObjectMapper().readTree(name.endsWith(".gz") ? new GZIPInputStream(in) : in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A conventional cubic cell: fcc, bcc or sc. */
  public static Structure cubic(String lattice, String symbol, double a) {
    double[][] sites =
        switch (lattice) {
          case "fcc" -> new double[][] {{0, 0, 0}, {0, .5, .5}, {.5, 0, .5}, {.5, .5, 0}};
          case "bcc" -> new double[][] {{0, 0, 0}, {.5, .5, .5}};
          case "sc" -> new double[][] {{0, 0, 0}};
          default -> throw new IllegalArgumentException(lattice);
        };
    return crystal(symbol, new double[] {a, 0, 0, 0, a, 0, 0, 0, a}, sites);
  }

  /** The primitive cell of fcc or bcc. */
  public static Structure primitive(String lattice, String symbol, double a) {
    double h = a / 2;
    double[] cell =
        lattice.equals("fcc")
            ? new double[] {0, h, h, h, 0, h, h, h, 0}
            : new double[] {-h, h, h, h, -h, h, h, h, -h};
    return crystal(symbol, cell, new double[][] {{0, 0, 0}});
  }

  public static Structure crystal(String symbol, double[] cell, double[][] fractional) {
    double[] positions = new double[3 * fractional.length];
    for (int i = 0; i < fractional.length; i++) {
      for (int c = 0; c < 3; c++) {
        for (int k = 0; k < 3; k++) {
          positions[3 * i + c] += fractional[i][k] * cell[3 * k + c];
        }
      }
    }
    int[] numbers = new int[fractional.length];
    Arrays.fill(numbers, Elements.require(symbol));
    return Structure.builder(symbol, "test", numbers, positions)
        .cell(cell)
        .pbc(true, true, true)
        .build();
  }
}
