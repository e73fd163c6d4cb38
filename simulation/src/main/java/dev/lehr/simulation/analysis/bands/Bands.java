package dev.lehr.simulation.analysis.bands;

import dev.lehr.simulation.analysis.match.Rows;
import dev.lehr.simulation.analysis.phonons.Phonons;
import dev.lehr.simulation.linalg.Matrix3;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Frequencies along a path. Neighbouring segments share a point unless the way is interrupted
 * there: then both ends stand at one distance.
 *
 * @param ticks labelled places; where the way is interrupted both labels, as in {@code K|U}
 * @param distances along the way, 1/angstrom (without 2 pi), one for each point
 * @param frequencies ascending, THz, negative for imaginary ones, one array for each point
 */
public record Bands(List<Tick> ticks, double[] distances, List<double[]> frequencies) {

  /**
   * A labelled place.
   *
   * @param distance along the way, 1/angstrom
   * @param label of the wave vector
   */
  public record Tick(double distance, String label) {}

  /** Copies the lists. */
  public Bands {
    ticks = List.copyOf(ticks);
    frequencies = List.copyOf(frequencies);
  }

  /**
   * Follows a path.
   *
   * @param points of each segment with both ends, at least 2
   */
  public static Bands along(BandPath path, Phonons phonons, int points) {
    double[] cell = phonons.constants().parent().cell().orElseThrow();
    double[] reciprocal = Matrix3.transpose(Matrix3.inverse(cell));
    List<Tick> ticks = new ArrayList<>();
    List<Double> distances = new ArrayList<>();
    List<double[]> frequencies = new ArrayList<>();
    double at = 0;
    double[] last = {Double.NaN, 0, 0};
    for (BandPath.Segment segment : path.segments()) {
      boolean goesOn = Arrays.equals(last, segment.from());
      if (ticks.isEmpty()) {
        ticks.add(new Tick(0, segment.fromLabel()));
      } else if (!goesOn) {
        Tick before = ticks.remove(ticks.size() - 1);
        ticks.add(new Tick(at, before.label() + "|" + segment.fromLabel()));
      }
      double length = length(segment, reciprocal);
      List<double[]> line = phonons.line(segment.from(), segment.to(), points);
      for (int p = goesOn ? 1 : 0; p < points; p++) {
        distances.add(at + length * p / (points - 1));
        frequencies.add(line.get(p));
      }
      at += length;
      ticks.add(new Tick(at, segment.toLabel()));
      last = segment.to();
    }
    double[] all = distances.stream().mapToDouble(Double::doubleValue).toArray();
    return new Bands(ticks, all, frequencies);
  }

  private static double length(BandPath.Segment s, double[] reciprocal) {
    double[] d = {s.to()[0] - s.from()[0], s.to()[1] - s.from()[1], s.to()[2] - s.from()[2]};
    return Rows.length(Rows.times(d, reciprocal));
  }
}
