package dev.lehr.activities.forecast;

import java.util.List;
import java.util.OptionalDouble;

/**
 * What a campaign will compute.
 *
 * @param name the campaign's
 * @param model the model's name
 * @param structures that come in
 * @param rejections why others are set aside, for people
 * @param run what {@code lehr run} would do with the file
 * @param stages in order
 * @param past what is known of the time that it takes
 */
public record Forecast(
    String name,
    String model,
    long structures,
    List<String> rejections,
    RunForecast run,
    List<StageForecast> stages,
    PastCosts past) {

  /** Copies. */
  public Forecast {
    rejections = List.copyOf(rejections);
    stages = List.copyOf(stages);
  }

  /** About how long the stages take whose costs are known, seconds; empty where none is. */
  public OptionalDouble seconds() {
    double sum = 0;
    boolean unknown = false;
    for (StageForecast stage : stages) {
      sum += stage.seconds().orElse(0);
      unknown |= stage.seconds().isEmpty();
    }
    return unknown && sum == 0 ? OptionalDouble.empty() : OptionalDouble.of(sum);
  }

  /** Whether the costs of all stages are known. */
  public boolean isCostComplete() {
    return stages.stream().allMatch(s -> s.seconds().isPresent() && !s.openEnded());
  }
}
