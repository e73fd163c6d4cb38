package dev.lehr.activities.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lehr.activities.ledger.StageGraph.Node;
import dev.lehr.activities.ledger.StageGraph.OnFailure;
import dev.lehr.activities.ledger.StageGraph.Shape;
import dev.lehr.workflows.status.TaskStatus;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StageGraphTest {

  static Node node(Shape shape, Integer... after) {
    return new Node(
        List.of(after),
        shape,
        shape == Shape.EACH,
        OnFailure.SKIP,
        true,
        Map.of(),
        Node.DEFAULT_DEADLINE_SECONDS);
  }

  private static Node each(Integer... after) {
    return node(Shape.EACH, after);
  }

  /**
   * relax(0) - unique(1, all together) - two branches (2, 3) - join(4); 5 makes structures of what
   * unique keeps, which go on in 6 and are ranked in 7.
   */
  private static final StageGraph STUDY =
      new StageGraph(
          List.of(
              each(),
              node(Shape.COMPARISON, 0),
              each(1),
              each(1),
              each(2, 3),
              node(Shape.EXPANSION, 1),
              each(5),
              node(Shape.COMPARISON, 6)));

  @Test
  void phasesEndWhereAllStructuresHaveToBeThere() {
    assertThat(STUDY.phases()).containsExactly(List.of(0), List.of(2, 3, 4), List.of(6));
    assertThat(STUDY.barriers()).containsExactly(List.of(1), List.of(5), List.of(7));
    assertThat(STUDY.phaseOf(7)).isEqualTo(2);
    assertThat(StageGraph.chain(3).phases()).containsExactly(List.of(0, 1, 2));
    assertThat(StageGraph.chain(3).barriers()).containsExactly(List.of());
    StageGraph late = new StageGraph(List.of(each(), node(Shape.COMPARISON, 0), each(0), each()));
    assertThat(late.phases())
        .as("who waits for no barrier does not")
        .containsExactly(List.of(0, 2, 3));
  }

  @Test
  void whatComesBeforeAndAfterIsFoundOnEveryWay() {
    assertThat(STUDY.successors(1)).containsExactly(2, 3, 5);
    assertThat(STUDY.descendants(1)).containsExactly(2, 3, 4, 5, 6, 7);
    assertThat(STUDY.descendants(2)).containsExactly(4);
    assertThat(STUDY.descendants(7)).isEmpty();
    assertThat(STUDY.ancestors(4)).containsExactly(0, 1, 2, 3);
    assertThat(STUDY.ancestors(7)).containsExactly(0, 1, 5, 6);
    assertThat(STUDY.ancestors(0)).isEmpty();
  }

  @Test
  void structuresComeFromTheirMakerAndStatesFromWhoeverChangedThemLast() {
    assertThat(STUDY.origin(4)).isEqualTo(StageGraph.INPUT);
    assertThat(STUDY.origin(5))
        .as("the maker looks at those before it")
        .isEqualTo(StageGraph.INPUT);
    assertThat(STUDY.origin(6)).isEqualTo(5);
    assertThat(STUDY.origin(7)).isEqualTo(5);
    assertThat(STUDY.stagesOf(StageGraph.INPUT)).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(STUDY.stagesOf(5)).containsExactly(6, 7);
    assertThat(STUDY.source(0)).isEqualTo(StageGraph.INPUT);
    assertThat(STUDY.source(2)).as("past a comparison, which changes nothing").isZero();
    assertThat(STUDY.source(4)).as("the first of two").isEqualTo(2);
    assertThat(STUDY.source(6)).as("the record that was made").isEqualTo(StageGraph.INPUT);
    assertThat(STUDY.stateOf(1)).isZero();
    assertThat(STUDY.stateOf(4)).isEqualTo(4);
  }

  @Test
  void onlyWhoeverContinuesLetsFailuresThrough() {
    Node strict = each();
    Node lenient = new Node(List.of(), Shape.EACH, true, OnFailure.CONTINUE, false, Map.of(), 10);
    for (TaskStatus status : TaskStatus.values()) {
      assertThat(strict.lets(status)).isEqualTo(status == TaskStatus.CONVERGED);
      assertThat(lenient.lets(status))
          .as(status.key())
          .isEqualTo(
              status == TaskStatus.CONVERGED
                  || status == TaskStatus.FAILED
                  || status == TaskStatus.MAX_ITERATIONS);
    }
  }

  @Test
  void aReasonCountsBeforeAStatusAndOnlyFailuresAreTriedAgain() {
    Node node =
        new Node(
            List.of(),
            Shape.EACH,
            true,
            OnFailure.SKIP,
            false,
            Map.of("failed", 2, "exploded", 0, "filtered", 5),
            10);
    assertThat(node.retriesFor(TaskStatus.FAILED, "lost")).isEqualTo(2);
    assertThat(node.retriesFor(TaskStatus.FAILED, "exploded")).isZero();
    assertThat(node.retriesFor(TaskStatus.MAX_ITERATIONS, "")).isZero();
    assertThat(node.retriesFor(TaskStatus.FILTERED, "filtered")).isZero();
  }

  @Test
  void aStageCannotFollowItselfOrALaterOne() {
    assertThatThrownBy(() -> new StageGraph(List.of(each(0))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("stage 0 follows stage 0");
    assertThatThrownBy(() -> new StageGraph(List.of(each(), each(2), each())))
        .hasMessage("stage 1 follows stage 2");
  }

  @Test
  void whatIsWrittenIsReadAgain() {
    Node all =
        new Node(List.of(0), Shape.EXPANSION, false, OnFailure.FAIL, true, Map.of("failed", 3), 60);
    StageGraph graph = new StageGraph(List.of(each(), all));
    assertThat(StageGraph.read(graph.written())).isEqualTo(graph);
    assertThat(StageGraph.read(STUDY.written())).isEqualTo(STUDY);
    assertThat(STUDY.written())
        .as("what follows from the rest is not written")
        .doesNotContain("arrier");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "{\"nodes\": [{\"after\": [3]}]}",
        "{\"nodes\": 3}",
        "{}",
        "null",
        "{\"nodes\": [null]}"
      })
  void damagedTextIsSaidToBeDamaged(String text) {
    assertThatThrownBy(() -> StageGraph.read(text))
        .isInstanceOf(LedgerException.class)
        .hasMessageContaining("graph of stages is damaged");
  }
}
