package dev.lehr.activities.stages.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lehr.activities.stages.ConfiguredStage;
import dev.lehr.simulation.recipe.Candidate;
import dev.lehr.simulation.recipe.Step;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RankStageTest {

  private static final List<Candidate> FIVE =
      List.of(
          Comparing.candidate("a", Map.of("Cu", 2), -6),
          Comparing.candidate("b", Map.of("Cu", 1), -3.5),
          Comparing.candidate("c", Map.of("Cu", 4), Double.NaN),
          Comparing.candidate("d", Map.of("Cu", 2), -6),
          Comparing.candidate("e", Map.of("Cu", 1), -1));

  private static Step ranked(int rank, double score) {
    return Step.Done.found(Map.of("rank", rank, "score", score));
  }

  @Test
  void theLowestIsTheBestAndOfEqualsTheFirst() {
    ConfiguredStage stage = Comparing.read(new RankKind(), "by: energy / n_atoms");
    assertThat(Comparing.decide(stage, FIVE))
        .containsExactly(
            ranked(2, -3),
            ranked(1, -3.5),
            new Step.Refused(
                "not_finite",
                "'energy / n_atoms' is NaN for n_atoms = 4.0, relax.energy = NaN, expected a"
                    + " number"),
            ranked(3, -3),
            ranked(4, -1));
  }

  @Test
  void beyondTheBestOnesStructuresAreDropped() {
    ConfiguredStage stage =
        Comparing.read(new RankKind(), "{by: energy / n_atoms, order: descending, keep: 2}");
    assertThat(Comparing.decide(stage, FIVE))
        .element(3)
        .isEqualTo(
            new Step.Dropped(
                "not_among_best", "rank 3 of 4 by 'energy / n_atoms' = -3.0, kept are the best 2"));
    assertThat(Comparing.decide(stage, FIVE).subList(0, 1)).containsExactly(ranked(2, -3));
  }

  @Property(tries = 200)
  void ranksAreAllFromOneOnAndFollowTheScores(@ForAll @Size(max = 30) List<Byte> energies) {
    ConfiguredStage stage = Comparing.read(new RankKind(), "by: energy");
    List<Candidate> candidates =
        IntStream.range(0, energies.size())
            .mapToObj(i -> Comparing.candidate("s" + i, Map.of("Cu", 1), energies.get(i)))
            .toList();
    List<Step> steps = Comparing.decide(stage, candidates);
    int[] ranks = steps.stream().mapToInt(s -> (Integer) Comparing.values(s).get("rank")).toArray();
    assertThat(IntStream.of(ranks).sorted().toArray())
        .isEqualTo(IntStream.rangeClosed(1, ranks.length).toArray());
    for (int i = 0; i < ranks.length; i++) {
      for (int j = 0; j < i; j++) {
        boolean isBetter = energies.get(i) < energies.get(j);
        assertThat(ranks[i] < ranks[j]).isEqualTo(isBetter);
      }
    }
  }

  @Test
  void whatIsWrongIsSaidAtItsField() {
    assertThat(Comparing.problems(new RankKind(), "{by: formula, order: up, keep: 0}"))
        .containsExactly(
            "by: in 'formula', column 1: is a text, expected a number",
            "order: found 'up', expected one of ascending, descending",
            "keep: found '0', expected a whole number from 1 to 2147483647");
  }
}
