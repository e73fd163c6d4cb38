package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.lehr.activities.document.Fields;
import dev.lehr.activities.trajectory.FrameFormat;
import dev.lehr.activities.trajectory.FrameStyle;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which frames of a stage are kept: {@code none}, {@code ends} (the start and the end of each
 * structure) or {@code every n} (these, and each multiple of n steps), and how.
 *
 * @param every steps between frames; empty: the ends only
 * @param style what of them, and in which format
 */
public record Trajectory(OptionalLong every, FrameStyle style) {

  /** What a user may write. */
  static final String EXPECTED = "none, ends, or every n (such as every 10)";

  private static final long MOST_EVERY = 999_999_999;
  private static final Map<String, Boolean> FLAG = Map.of("true", true, "false", false);
  private static final Pattern EVERY = Pattern.compile("every +([1-9][0-9]{0,8})");

  /** Frames as extended XYZ, without momenta. */
  Trajectory(OptionalLong every) {
    this(every, FrameStyle.PLAIN);
  }

  /** The trajectory of a word; empty where the word is not one, inside: where there is none. */
  static Optional<Optional<Trajectory>> parse(String word) {
    if (word.equals("none")) {
      return Optional.of(Optional.empty());
    }
    if (word.equals("ends")) {
      return Optional.of(Optional.of(new Trajectory(OptionalLong.empty())));
    }
    Matcher m = EVERY.matcher(word);
    return m.matches()
        ? Optional.of(Optional.of(new Trajectory(OptionalLong.of(Long.parseLong(m.group(1))))))
        : Optional.empty();
  }

  /** Steps between frames of a structure; the largest number where only the ends are kept. */
  long framesEvery() {
    return every.orElse(Long.MAX_VALUE);
  }

  /**
   * The trajectory of an object of {@code every}, {@code format}, {@code momenta}, {@code
   * compress}; without {@code every} the ends.
   *
   * @param hasMomenta whether systems of the stage have momenta
   */
  static Trajectory read(Fields f, boolean hasMomenta) {
    OptionalLong every =
        f.has("every")
            ? OptionalLong.of(f.integer("every", 1, 1, MOST_EVERY))
            : OptionalLong.empty();
    Map<String, FrameFormat> formats = new LinkedHashMap<>();
    for (FrameFormat format : FrameFormat.values()) {
      formats.put(format.key(), format);
    }
    FrameFormat format = f.choice("format", formats, FrameFormat.EXTXYZ);
    boolean momenta = f.choice("momenta", FLAG, false);
    if (momenta && !hasMomenta) {
      f.problem("momenta", "found 'true', expected false: only a stage of kind md has momenta");
    }
    boolean compress = f.choice("compress", FLAG, false);
    if (compress && format == FrameFormat.EXTXYZ) {
      f.problem("compress", "found 'true', expected false: extxyz is not compressed");
    }
    f.end();
    return new Trajectory(every, new FrameStyle(format, momenta, compress));
  }

  /** What a campaign file says for it, in as few words as there are. */
  JsonNode written() {
    if (style.equals(FrameStyle.PLAIN)) {
      return JsonNodeFactory.instance.textNode(toString());
    }
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    every.ifPresent(n -> node.put("every", n));
    node.put("format", style.format().key());
    node.put("momenta", style.momenta()).put("compress", style.compress());
    return node;
  }

  @Override
  public String toString() {
    return every.isPresent() ? "every " + every.getAsLong() : "ends";
  }
}
