package dev.lehr.activities.expressions;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What is so for all names, numbers and texts. */
class ExpressionPropertyTest {

  @Provide
  Arbitrary<String> stageIds() {
    return Arbitraries.strings()
        .withChars("abz019_.-")
        .ofMinLength(1)
        .ofMaxLength(8)
        .filter(s -> s.matches("[a-z0-9].*") && !s.endsWith("."));
  }

  /** Ids as campaign files allow them, among them {@code 1}, {@code a-b.c} and {@code a--}. */
  @Property(tries = 300)
  void everyIdOfAStageCanBeNamed(
      @ForAll("stageIds") String a, @ForAll("stageIds") String b, @ForAll int value)
      throws Exception {
    String other = b.equals(a) ? b + "x" : b;
    Vocabulary vocabulary =
        Vocabulary.ofStructures()
            .stage(a, Set.of(), Map.of("energy", ValueType.NUMBER))
            .stage(other, Set.of(a), Map.of("energy", ValueType.NUMBER))
            .build();
    Expression difference =
        Expression.compile(a + ".energy - " + other + ".energy", vocabulary, ValueType.NUMBER);
    assertThat(difference.names()).containsExactlyInAnyOrder(a + ".energy", other + ".energy");
    Map<String, Map<String, Object>> found =
        Map.of(a, Map.of("energy", value), other, Map.of("energy", 1.5));
    assertThat(difference.number(found, Map.of())).isEqualTo(value - 1.5);
  }

  @Property(tries = 300)
  void arithmeticIsThatOfDoubles(@ForAll int a, @ForAll double b, @ForAll int c) throws Exception {
    Vocabulary vocabulary =
        Vocabulary.ofStructures()
            .own("a", ValueType.COUNT)
            .own("b", ValueType.NUMBER)
            .own("c", ValueType.COUNT)
            .build();
    Map<String, Object> own = Map.of("a", a, "b", b, "c", (long) c);
    Expression sum = Expression.compile("a / c + b * 2 - a", vocabulary, ValueType.NUMBER);
    assertThat(sum.number(Map.of(), own)).isEqualTo(Double.valueOf((double) a / c + b * 2 - a));
    Expression less = Expression.compile("a < b || a % 3 == c", vocabulary, ValueType.TRUTH);
    assertThat(less.holds(Map.of(), own)).isEqualTo(a < b || a % 3 == c);
  }

  /** Whatever is typed: an expression, or a list of problems within the text. */
  @Property(tries = 500)
  void noTextBreaksTheReader(@ForAll("texts") String text) {
    Vocabulary vocabulary = Vocabulary.ofStructures().build();
    try {
      Expression.compile(text, vocabulary, ValueType.TRUTH);
    } catch (ExpressionException e) {
      assertThat(e.problems()).isNotEmpty();
      assertThat(e.problems())
          .allSatisfy(p -> assertThat(p.column()).isBetween(1, text.length() + 2));
    }
  }

  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.oneOf(
        Arbitraries.strings().ofMaxLength(30),
        Arbitraries.of(
                "id",
                "n_atoms",
                "elements",
                "1",
                "2.5",
                "'Cu'",
                " ",
                "<",
                "==",
                "&&",
                "||",
                "(",
                ")",
                "[",
                "]",
                "in",
                "+",
                "-",
                ".",
                "has",
                "size",
                "!",
                "?",
                ":",
                "{",
                "}",
                "\n",
                "//",
                "\"",
                "all",
                ",",
                "e",
                "%",
                "math.least",
                "0u",
                "r'",
                "null",
                "true")
            .list()
            .ofMaxSize(12)
            .map(words -> String.join("", words)));
  }
}
