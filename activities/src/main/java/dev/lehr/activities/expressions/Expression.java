package dev.lehr.activities.expressions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelValidationException;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.CelKind;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A question about what stages have found, such as {@code e_above_hull < 0.05 && n_atoms < 100}, in
 * the Common Expression Language; see docs/expressions.md. Immutable, and may be evaluated by many
 * threads at once. Its cost is bounded: sources are short, lists in them are walked through at most
 * 100,000 times, and patterns are matched in linear time.
 */
public final class Expression {

  private final String source;
  private final ValueType expected;
  private final CelRuntime.Program program;
  private final Map<String, String> meanings;

  private Expression(
      String source, ValueType expected, CelRuntime.Program program, Map<String, String> meanings) {
    this.source = source;
    this.expected = expected;
    this.program = program;
    this.meanings = Collections.unmodifiableMap(new TreeMap<>(meanings));
  }

  /**
   * Reads an expression.
   *
   * @param source what the user wrote
   * @param vocabulary what it may name
   * @param expected what it has to be of: {@code TRUTH} for a condition, {@code NUMBER} for a score
   * @throws ExpressionException for what is wrong with it: names that nobody finds, or that several
   *     stages do; values of another type than they are used as; a result of another type
   */
  public static Expression compile(String source, Vocabulary vocabulary, ValueType expected)
      throws ExpressionException {
    if (source.isBlank()) {
      throw problem(1, "the expression is empty");
    }
    Names names = new Names(source, vocabulary);
    Problems problems = new Problems(source, names, vocabulary);
    CelCompiler compiler = compiler(names, vocabulary);
    CelValidationResult parsed = compiler.parse(names.masked());
    if (parsed.hasError()) {
      throw new ExpressionException(problems.ofReading(parsed.getErrors()));
    }
    CelValidationResult checked = compiler.check(Doubles.in(tree(parsed), names.identifiers()));
    List<ExpressionProblem> all = new ArrayList<>(names.problems());
    if (checked.hasError()) {
      all.addAll(problems.ofChecking(checked.getErrors()));
    }
    if (!all.isEmpty()) {
      throw new ExpressionException(all);
    }
    CelAbstractSyntaxTree tree = tree(checked);
    checkResult(tree.getResultType(), expected);
    Map<String, String> meanings = new LinkedHashMap<>();
    for (String identifier : names.identifiers()) {
      meanings.put(identifier, vocabulary.meaningOf(names.original(identifier).orElse(identifier)));
    }
    return new Expression(source, expected, program(tree), meanings);
  }

  private static CelCompiler compiler(Names names, Vocabulary vocabulary) {
    CelCompilerBuilder builder = Language.compiler();
    for (String identifier : names.identifiers()) {
      String name = names.original(identifier).orElse(identifier);
      ValueType type = vocabulary.names().getOrDefault(name, ValueType.ANYTHING);
      builder.addVar(identifier, Language.type(type));
      builder.addVar(Doubles.HAS + identifier, SimpleType.BOOL);
    }
    return builder.build();
  }

  private static CelAbstractSyntaxTree tree(CelValidationResult result) throws ExpressionException {
    try {
      return result.getAst();
    } catch (CelValidationException e) {
      throw problem(1, String.valueOf(e.getMessage()));
    }
  }

  private static CelRuntime.Program program(CelAbstractSyntaxTree tree) throws ExpressionException {
    try {
      return Language.runtimeOf().createProgram(tree);
    } catch (CelEvaluationException e) {
      throw problem(1, String.valueOf(e.getMessage()));
    }
  }

  private static ExpressionException problem(int column, String message) {
    return new ExpressionException(List.of(new ExpressionProblem(column, message)));
  }

  private static void checkResult(CelType found, ValueType expected) throws ExpressionException {
    boolean isUnchecked = found.kind() == CelKind.DYN || expected == ValueType.ANYTHING;
    if (!isUnchecked && !Language.type(expected).isAssignableFrom(found)) {
      throw problem(1, "is " + word(found) + ", expected " + Values.word(expected));
    }
  }

  private static String word(CelType type) {
    boolean isList = type instanceof ListType list && list.hasElemType();
    return Problems.typeWords(
        isList ? "list(" + ((ListType) type).elemType().name() + ")" : type.name());
  }

  /** What the user wrote. */
  public String source() {
    return source;
  }

  /** Long names of the values that it uses, and names of the structure's own, sorted. */
  public Set<String> names() {
    return Collections.unmodifiableSet(new TreeSet<>(meanings.values()));
  }

  /**
   * Its value for a structure: a Double for NUMBER and COUNT, a Boolean, a String, a List, or
   * whatever it is of where anything was expected. A value that is not needed may be missing:
   * {@code a || b} is true where one of the two is, and {@code has(name)} says whether there is
   * one.
   *
   * @param found what stages have found, by stage and name
   * @param own the structure's own values
   * @throws UndefinedValueException where a value that it needs is missing or null
   * @throws UncomputableException where it has no value for another reason
   */
  public Object evaluate(Map<String, Map<String, Object>> found, Map<String, Object> own)
      throws UndefinedValueException, UncomputableException {
    Values values = new Values(meanings, found, own);
    try {
      return Values.checked(program.eval(values), expected, source);
    } catch (CelEvaluationException e) {
      if (values.missing().isPresent()) {
        throw new UndefinedValueException(values.missing().get(), source);
      }
      throw new UncomputableException(source, reason(e));
    }
  }

  private static String reason(CelEvaluationException e) {
    Throwable last = e;
    while (last.getCause() != null) {
      last = last.getCause();
    }
    String said = String.valueOf(last.getMessage());
    return said.startsWith("No matching overload")
        ? "a value is not of the type that it is used as"
        : said;
  }

  /** The values that it names and that are there, by long name. */
  public Map<String, Object> values(
      Map<String, Map<String, Object>> found, Map<String, Object> own) {
    Values values = new Values(meanings, found, own);
    Map<String, Object> named = new TreeMap<>();
    meanings.forEach(
        (identifier, name) -> values.find(identifier).ifPresent(v -> named.put(name, v)));
    return named;
  }

  /** Whether a condition holds; see {@link #evaluate}. */
  public boolean holds(Map<String, Map<String, Object>> found, Map<String, Object> own)
      throws UndefinedValueException, UncomputableException {
    return evaluate(found, own) instanceof Boolean truth && truth;
  }

  /** The value of a number; see {@link #evaluate}. */
  public double number(Map<String, Map<String, Object>> found, Map<String, Object> own)
      throws UndefinedValueException, UncomputableException {
    return evaluate(found, own) instanceof Double number ? number : Double.NaN;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Expression e
        && e.source.equals(source)
        && e.expected == expected
        && e.meanings.equals(meanings);
  }

  @Override
  public int hashCode() {
    return source.hashCode();
  }

  /** What the source says. */
  @Override
  public String toString() {
    return source;
  }
}
