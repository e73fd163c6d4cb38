package dev.lehr.simulation.recipe;

import dev.lehr.simulation.analysis.Answer;
import dev.lehr.simulation.analysis.Outcome;
import dev.lehr.simulation.analysis.Study;
import dev.lehr.simulation.structure.Structure;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A study as rounds: the structure is relaxed where that is asked for, then its children run. */
final class StudyRounds {

  private StudyRounds() {}

  /**
   * The next step.
   *
   * @param relaxing how the structure is relaxed first; nothing moves: there is no such round
   * @param study made for the relaxed structure
   * @param found what becomes of its answer
   */
  static <R> Step next(
      Structure subject,
      List<List<Outcome>> rounds,
      Relaxing relaxing,
      Function<Structure, Study<R>> study,
      Function<R, Step> found) {
    if (relaxing.freedom() == Relaxing.Freedom.NONE) {
      return of(subject, rounds, study.apply(subject), found);
    }
    if (rounds.isEmpty()) {
      Optional<Answer.Refused<R>> objection = study.apply(subject).objection(subject);
      return objection.isPresent() ? refused(objection.get()) : relaxing.round(subject);
    }
    Relaxing.Parent parent = Relaxing.parent(subject, rounds.get(0).get(0));
    if (parent instanceof Relaxing.Parent.Missing no) {
      return no.why();
    }
    Structure relaxed = ((Relaxing.Parent.Ready) parent).structure();
    return of(relaxed, rounds.subList(1, rounds.size()), study.apply(relaxed), found);
  }

  private static <R> Step of(
      Structure parent, List<List<Outcome>> rounds, Study<R> study, Function<R, Step> found) {
    if (rounds.isEmpty()) {
      Optional<Answer.Refused<R>> objection = study.objection(parent);
      return objection.isPresent()
          ? refused(objection.get())
          : new Step.Evaluate(
              study.children(parent).stream()
                  .map(c -> new Job(c.name(), c.structure(), study.verb()))
                  .toList());
    }
    Answer<R> answer = study.fold(parent, rounds.get(0));
    return answer instanceof Answer.Refused<R> no ? refused(no) : found.apply(answer.orElseThrow());
  }

  private static Step refused(Answer.Refused<?> no) {
    return new Step.Refused(no.reason(), no.detail());
  }
}
