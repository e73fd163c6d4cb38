package dev.lehr.activities.expressions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What expressions are worth, and what is said of those that cannot be read. */
class ExpressionTest {

  private static final Vocabulary VOCABULARY =
      Vocabulary.ofStructures()
          .stage(
              "relax-1",
              Set.of(),
              Map.of("energy", ValueType.NUMBER, "energy_per_atom", ValueType.NUMBER))
          .stage(
              "relax",
              Set.of("relax-1"),
              Map.of(
                  "energy",
                  ValueType.NUMBER,
                  "iterations",
                  ValueType.COUNT,
                  "status",
                  ValueType.TEXT))
          .stage(
              "eos.fine",
              Set.of("relax"),
              Map.of(
                  "bulk_modulus",
                  ValueType.NUMBER,
                  "eos_points",
                  ValueType.ANYTHING,
                  "warnings",
                  ValueType.TEXTS))
          .stage(
              "elastic",
              Set.of("relax"),
              Map.of("bulk_modulus", ValueType.NUMBER, "born_stable", ValueType.TRUTH))
          .stage("7", Set.of("relax"), Map.of("package", ValueType.NUMBER))
          .build();

  private static final Map<String, Object> OWN =
      Map.of("id", "a", "formula", "Cu3Au", "n_atoms", 7, "elements", List.of("Au", "Cu"));

  private static Map<String, Map<String, Object>> found() {
    Map<String, Object> elastic = new HashMap<>();
    elastic.put("bulk_modulus", null);
    elastic.put("born_stable", true);
    return Map.of(
        "relax-1", Map.of("energy", -20.0, "energy_per_atom", -5.0),
        "relax", Map.of("energy", -21, "iterations", 12L, "status", "converged"),
        "eos.fine",
            Map.of(
                "bulk_modulus",
                140.5,
                "eos_points",
                List.of(List.of(10, -1.5), List.of(11, -2)),
                "warnings",
                List.of()),
        "elastic", elastic,
        "7", Map.of("package", 3));
  }

  private static Object value(String source, ValueType type) throws Exception {
    return Expression.compile(source, VOCABULARY, type).evaluate(found(), OWN);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "n_atoms / 2 | 3.5",
        "n_atoms % 2 | 1",
        "0.05 * 2 | 0.1",
        "2 * 3 + 1 | 7",
        "-energy | 21",
        "relax-1.energy | -20",
        "relax-1.energy-relax.energy | 1",
        "relax.energy-1 | -22",
        "eos.fine.bulk_modulus + 1 | 141.5",
        "energy_per_atom * n_atoms | -35",
        "7.package | 3",
        "package + 1 | 4",
        "iterations / 5 | 2.4",
        "size(elements) / 4 | 0.5",
        "eos_points[size(eos_points) - 1][1] | -2",
        "eos_points[0][0] / 4 | 2.5",
        "math.abs(energy) | 21",
        "math.least(n_atoms, 3.5, 4) | 3.5",
        "math.greatest(1, 2.5) | 2.5",
        "math.sqrt(n_atoms + 2) | 3",
        "n_atoms > 3 ? 1 : 2.5 | 1"
      })
  void numbersAreWorthWhatAScientistExpects(String source, double expected) throws Exception {
    assertThat((Double) value(source, ValueType.NUMBER)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "\"Cu\" in elements | true",
        "'O' in elements | false",
        "eos.fine.bulk_modulus > 100 | true",
        "n_atoms == 7 | true",
        "n_atoms == 7.0 | true",
        "n_atoms in [1, 7, 9] | true",
        "status == 'converged' && born_stable | true",
        "elements.all(e, e in ['Cu', 'Au', 'Ag']) | true",
        "elements.exists_one(e, e == 'Cu') | true",
        "size(elements) == 2 | true",
        "elements.size() < 2 | false",
        "formula.startsWith('Cu3') | true",
        "formula.matches('^Cu[0-9]Au$') | true",
        "'relax-1.energy' == 'relax' + '-1.energy' | true",
        "has(eos.fine.bulk_modulus) | true",
        "has(elastic.bulk_modulus) | false",
        "!has(elastic.bulk_modulus) ? true : elastic.bulk_modulus > 3 | true",
        "1 / 0 > 5 | true",
        "born_stable // and a comment: nonsense here | true",
      })
  void conditionsHoldOrNot(String source, boolean expected) throws Exception {
    assertThat((Boolean) value(source, ValueType.TRUTH)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '`',
      quoteCharacter = '~',
      value = {
        "enrgy > 3 ` 1 ` unknown name 'enrgy'; did you mean energy?; known here: id, formula, ",
        "n_atoms < 4 || relax.enrgy > 3 ` 16 ` unknown name 'relax.enrgy'; did you mean relax.energy?",
        "relax-2.energy > 3 ` 1 ` unknown name 'relax-2.energy'; did you mean relax-1.energy?",
        "bulk_modulus > 3 ` 1 ` 'bulk_modulus' is found by several stages, say which:"
            + " eos.fine.bulk_modulus, elastic.bulk_modulus",
        "energy < 'x' ` 8 ` cannot compare with <: found a number and a text",
        "relax-1.energy < 'x' ` 16 ` cannot compare with <: found a number and a text",
        "energy ` 1 ` is a number, expected a truth (true or false), such as a comparison",
        "elements ` 1 ` is a list of texts, expected a truth",
        "energy > 3 && 4 ` 12 ` && combines truths (true or false) such as comparisons:"
            + " found a truth and a number",
        "'Cu' in 3 ` 6 ` 'in' asks for a value and a list of such values: found a text and a number",
        "id + 1 == 'a' ` 4 ` cannot apply +: found a text and a number",
        "abs(energy) > 1 ` 1 ` unknown function 'abs'; did you mean math.abs?",
        "math.abz(energy) > 1 ` 1 ` unknown function 'math.abz'; did you mean math.abs?",
        "int(n_atoms) > 2 ` 1 ` int is not needed: there is one kind of number",
        "has(1) ` 1 ` has(name) asks for the name of a value that a stage finds",
        "energy = 3 ` 8 ` cannot be read here: token recognition error at: '= '; did you mean ==?",
        "energy > 3 and n_atoms > 4 ` 12 ` cannot be read here: mismatched input 'and';"
            + " did you mean &&?",
        "energy > ` 9 ` the expression ends too early",
        "n_atoms ^ 2 > 3 ` 9 ` cannot be read here: token recognition error at: '^';"
            + " there are no powers: write x * x",
      })
  void whatIsWrongIsSaidWithTheColumn(String source, int column, String message) {
    assertThat(problems(source))
        .first()
        .satisfies(
            problem -> {
              assertThat(problem.message()).startsWith(message);
              assertThat(problem.column()).isEqualTo(column);
            });
  }

  private static List<ExpressionProblem> problems(String source) {
    return catchThrowableOfType(
            ExpressionException.class,
            () -> Expression.compile(source, VOCABULARY, ValueType.TRUTH))
        .problems();
  }

  @Test
  void everyUnknownNameIsNoted() {
    assertThat(problems("a.b.c > x && energy > 'y' && z"))
        .extracting(ExpressionProblem::column)
        .containsExactly(1, 9, 21, 30);
  }

  @Test
  void anEmptyExpressionIsNone() {
    assertThat(problems(" ")).extracting("message").containsExactly("the expression is empty");
  }

  @Test
  void aMissingValueIsNamedUnlessItIsNotNeeded() throws Exception {
    assertThatThrownBy(() -> value("bulk_modulus > 3 && n_atoms > 3", ValueType.TRUTH))
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(() -> value("elastic.bulk_modulus > 3 && n_atoms > 3", ValueType.TRUTH))
        .isInstanceOf(UndefinedValueException.class)
        .hasMessage(
            "elastic.bulk_modulus has no value here, and"
                + " 'elastic.bulk_modulus > 3 && n_atoms > 3' needs it");
    assertThat(value("elastic.bulk_modulus > 3 || n_atoms > 3", ValueType.TRUTH)).isEqualTo(true);
    assertThat(value("elastic.bulk_modulus > 3 && n_atoms > 9", ValueType.TRUTH)).isEqualTo(false);
  }

  @Test
  void whatCannotBeComputedSaysWhy() {
    assertThatThrownBy(() -> value("eos_points[2][0] > 3", ValueType.TRUTH))
        .isInstanceOf(UncomputableException.class)
        .hasMessageContaining("found the index 2.0, expected a whole number from 0 to 1");
    assertThatThrownBy(() -> value("eos_points", ValueType.TRUTH))
        .isInstanceOf(UncomputableException.class)
        .hasMessageContaining("expected a truth (true or false), such as a comparison");
    assertThatThrownBy(() -> value("eos_points > 3", ValueType.TRUTH))
        .isInstanceOf(UncomputableException.class);
  }

  @Test
  void itsNamesAreLongOnes() throws Exception {
    Expression expression =
        Expression.compile("n_atoms > 2 && energy < package", VOCABULARY, ValueType.TRUTH);
    assertThat(expression.names()).containsExactly("7.package", "n_atoms", "relax.energy");
  }

  /** A loop over loops over a long list. */
  @Test
  void whatWouldTakeForEverIsRefused() throws Exception {
    List<Object> long1000 = new ArrayList<>(Collections.nCopies(1000, 1.0));
    Vocabulary vocabulary = Vocabulary.ofStructures().own("l", ValueType.NUMBERS).build();
    Expression loops =
        Expression.compile(
            "l.all(a, l.all(b, l.all(c, a + b + c > 0)))", vocabulary, ValueType.TRUTH);
    assertThatThrownBy(() -> loops.evaluate(Map.of(), Map.of("l", long1000)))
        .isInstanceOf(UncomputableException.class)
        .hasMessageContaining("Iteration budget exceeded");
    assertThatThrownBy(
            () -> Expression.compile("(".repeat(5000) + "1", vocabulary, ValueType.NUMBER))
        .isInstanceOf(ExpressionException.class);
    assertThatThrownBy(
            () -> Expression.compile("(".repeat(500) + "1", vocabulary, ValueType.NUMBER))
        .isInstanceOf(ExpressionException.class);
  }

  @Test
  void manyThreadsGetTheSameAnswer() throws Exception {
    Expression expression =
        Expression.compile("relax-1.energy / n_atoms", VOCABULARY, ValueType.NUMBER);
    List<Double> answers =
        IntStream.range(0, 2000).parallel().mapToObj(n -> number(expression, n + 1)).toList();
    for (int n = 0; n < answers.size(); n++) {
      assertThat(answers.get(n)).isEqualTo(-20.0 / (n + 1));
    }
  }

  private static double number(Expression expression, int atoms) {
    try {
      return expression.number(found(), Map.of("n_atoms", atoms));
    } catch (UndefinedValueException | UncomputableException e) {
      throw new AssertionError(e);
    }
  }
}
