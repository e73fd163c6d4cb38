package dev.lehr.worker.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Prometheus' text format, version 0.0.4, read strictly: whatever is not of it fails. */
final class MetricsText {

  private static final String NAME = "[a-zA-Z_:][a-zA-Z0-9_:]*";
  private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\"";
  private static final Pattern SAMPLE =
      Pattern.compile(
          "("
              + NAME
              + "(?:\\{"
              + LABEL
              + "(?:,"
              + LABEL
              + ")*,?\\})?)"
              + " (NaN|[+-]Inf|[+-]?[0-9.]+(?:[eE][+-]?[0-9]+)?)(?: [0-9]+)?");
  private static final Pattern HELP = Pattern.compile("# HELP " + NAME + " .*");
  private static final Pattern TYPE =
      Pattern.compile("# TYPE " + NAME + " (counter|gauge|histogram|summary|untyped)");

  private final Map<String, Double> samples = new LinkedHashMap<>();

  MetricsText(String text) {
    assertThat(text).endsWith("\n");
    for (String line : text.lines().toList()) {
      Matcher sample = SAMPLE.matcher(line);
      if (sample.matches()) {
        String value = sample.group(2).replace("Inf", "Infinity");
        assertThat(samples.put(sample.group(1), Double.parseDouble(value)))
            .as("twice: " + line)
            .isNull();
      } else {
        assertThat(HELP.matcher(line).matches() || TYPE.matcher(line).matches())
            .as("no line of the format: " + line)
            .isTrue();
      }
    }
  }

  /** One sample, with its labels in the order in which they are written. */
  double value(String sample) {
    assertThat(samples).containsKey(sample);
    return samples.get(sample);
  }

  /** The sum over all labels; 0 where there is none. */
  double sum(String name) {
    return samples.entrySet().stream()
        .filter(e -> e.getKey().equals(name) || e.getKey().startsWith(name + "{"))
        .mapToDouble(Map.Entry::getValue)
        .sum();
  }

  Map<String, Double> samples() {
    return samples;
  }
}
