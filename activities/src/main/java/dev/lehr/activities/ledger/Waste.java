package dev.lehr.activities.ledger;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where a device's time went that moved no system: seconds of a whole device, by cause.
 *
 * @param drain part of the batch was empty and nothing waited
 * @param headOfLine part of the batch was empty and what waited did not fit in
 * @param swap the device stood still while systems were moved, judged, and swapped on the host;
 *     where models run on the host this is not loss but work
 * @param ledger it stood still because commits were behind
 * @param load it had no model yet
 * @param busy seconds in which there was a batch: what the other figures are parts of
 */
public record Waste(
    double drain, double headOfLine, double swap, double ledger, double load, double busy) {

  /** Nothing lost. */
  public static Waste none() {
    return new Waste(0, 0, 0, 0, 0, 0);
  }

  /** These and others together. */
  public Waste plus(Waste o) {
    return new Waste(
        drain + o.drain,
        headOfLine + o.headOfLine,
        swap + o.swap,
        ledger + o.ledger,
        load + o.load,
        busy + o.busy);
  }

  /** What came after earlier figures of the same device. */
  public Waste since(Waste o) {
    return new Waste(
        drain - o.drain,
        headOfLine - o.headOfLine,
        swap - o.swap,
        ledger - o.ledger,
        load - o.load,
        busy - o.busy);
  }

  /** For people, in percent of the device's time: only what is worth a word. */
  public String shown() {
    double all = busy + load;
    return all <= 0
        ? ""
        : Stream.of(
                part("drain", drain / all),
                part("head of line", headOfLine / all),
                part("host", swap / all),
                part("ledger", ledger / all),
                part("load", load / all))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining(", "));
  }

  private static String part(String name, double share) {
    return share < 0.005 ? "" : String.format(Locale.ROOT, "%s %.0f %%", name, 100 * share);
  }
}
