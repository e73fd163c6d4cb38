package dev.lehr.activities.expressions;

import dev.cel.checker.CelStandardDeclarations;
import dev.cel.common.CelFunctionDecl;
import dev.cel.common.CelOptions;
import dev.cel.common.CelOverloadDecl;
import dev.cel.common.types.CelType;
import dev.cel.common.types.ListType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.common.types.TypeParamType;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelFunctionBinding;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.cel.runtime.CelStandardFunctions;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * The language of expressions: CEL with one kind of number, the double. Whole numbers, in sources
 * as in values, are doubles, so that {@code n_atoms / 2} is a half and {@code 0.05 * 2} is a
 * number; {@code size} answers one, {@code %} is defined for them, and a list may be asked for an
 * element by one. What would make other numbers, and dates, is left out. Sizes and loops are
 * limited.
 */
final class Language {

  static final int MOST_CHARACTERS = 4_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(MOST_CHARACTERS)
          .maxParseRecursionDepth(60)
          .maxParseErrorRecoveryLimit(10)
          .comprehensionMaxIterations(100_000)
          .maxRegexProgramSize(2_000)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  private static final TypeParamType ELEMENT = TypeParamType.create("E");
  private static final ListType LIST = ListType.create(ELEMENT);
  private static final MapType MAP = MapType.create(TypeParamType.create("K"), ELEMENT);

  private static final List<CelFunctionDecl> DECLARATIONS =
      List.of(
          CelFunctionDecl.newFunctionDeclaration(
              "size",
              CelOverloadDecl.newGlobalOverload("text_size", SimpleType.DOUBLE, SimpleType.STRING),
              CelOverloadDecl.newGlobalOverload("list_size", SimpleType.DOUBLE, LIST),
              CelOverloadDecl.newGlobalOverload("map_size", SimpleType.DOUBLE, MAP),
              CelOverloadDecl.newMemberOverload(
                  "size_of_text", SimpleType.DOUBLE, SimpleType.STRING),
              CelOverloadDecl.newMemberOverload("size_of_list", SimpleType.DOUBLE, LIST),
              CelOverloadDecl.newMemberOverload("size_of_map", SimpleType.DOUBLE, MAP)),
          CelFunctionDecl.newFunctionDeclaration(
              "_%_",
              CelOverloadDecl.newGlobalOverload(
                  "remainder", SimpleType.DOUBLE, SimpleType.DOUBLE, SimpleType.DOUBLE)),
          CelFunctionDecl.newFunctionDeclaration(
              "_[_]",
              CelOverloadDecl.newGlobalOverload("element", ELEMENT, LIST, SimpleType.DOUBLE),
              CelOverloadDecl.newGlobalOverload("entry", ELEMENT, MAP, TypeParamType.create("K"))));

  private static final CelRuntime RUNTIME = runtime();

  private Language() {}

  static CelRuntime runtimeOf() {
    return RUNTIME;
  }

  /** A compiler that knows no names yet. */
  static CelCompilerBuilder compiler() {
    return CelCompilerFactory.standardCelCompilerBuilder()
        .setOptions(OPTIONS)
        .setStandardEnvironmentEnabled(false)
        .setStandardDeclarations(
            CelStandardDeclarations.newBuilder()
                .excludeFunctions(
                    CelStandardDeclarations.StandardFunction.SIZE,
                    CelStandardDeclarations.StandardFunction.MODULO,
                    CelStandardDeclarations.StandardFunction.INDEX,
                    CelStandardDeclarations.StandardFunction.INT,
                    CelStandardDeclarations.StandardFunction.UINT,
                    CelStandardDeclarations.StandardFunction.BYTES,
                    CelStandardDeclarations.StandardFunction.DURATION,
                    CelStandardDeclarations.StandardFunction.TIMESTAMP)
                .build())
        .setStandardMacros(
            CelStandardMacro.ALL,
            CelStandardMacro.EXISTS,
            CelStandardMacro.EXISTS_ONE,
            CelStandardMacro.MAP,
            CelStandardMacro.MAP_FILTER,
            CelStandardMacro.FILTER)
        .addFunctionDeclarations(DECLARATIONS)
        .addLibraries(CelExtensions.math());
  }

  private static CelRuntime runtime() {
    return CelRuntimeFactory.plannerRuntimeBuilder()
        .setOptions(OPTIONS)
        .setStandardFunctions(
            CelStandardFunctions.newBuilder()
                .excludeFunctions(
                    CelStandardFunctions.StandardFunction.SIZE,
                    CelStandardFunctions.StandardFunction.MODULO,
                    CelStandardFunctions.StandardFunction.INDEX)
                .build())
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "size",
                CelFunctionBinding.from("text_size", String.class, Language::length),
                CelFunctionBinding.from("list_size", Collection.class, c -> (double) c.size()),
                CelFunctionBinding.from("map_size", Map.class, m -> (double) m.size()),
                CelFunctionBinding.from("size_of_text", String.class, Language::length),
                CelFunctionBinding.from("size_of_list", Collection.class, c -> (double) c.size()),
                CelFunctionBinding.from("size_of_map", Map.class, m -> (double) m.size())))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_%_",
                CelFunctionBinding.from("remainder", Double.class, Double.class, (a, b) -> a % b)))
        .addFunctionBindings(
            CelFunctionBinding.fromOverloads(
                "_[_]",
                CelFunctionBinding.from("element", List.class, Double.class, Language::element),
                CelFunctionBinding.from("entry", Map.class, Object.class, Language::entry)))
        .addLibraries(CelExtensions.math())
        .build();
  }

  private static double length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static Object element(List<?> list, Double index) {
    if (index != Math.rint(index) || index < 0 || index >= list.size()) {
      throw new IllegalArgumentException(
          "found the index " + index + ", expected a whole number from 0 to " + (list.size() - 1));
    }
    return present(list.get(index.intValue()), "the element " + index.intValue());
  }

  private static Object entry(Map<?, ?> map, Object key) {
    return present(map.get(key), "the entry " + key);
  }

  private static Object present(@org.jspecify.annotations.Nullable Object value, String what) {
    if (value == null) {
      throw new IllegalArgumentException(what + " is not there");
    }
    return value;
  }

  /** The type of CEL that values of a type have. */
  static CelType type(ValueType type) {
    return switch (type) {
      case NUMBER, COUNT -> SimpleType.DOUBLE;
      case TEXT -> SimpleType.STRING;
      case TRUTH -> SimpleType.BOOL;
      case TEXTS -> ListType.create(SimpleType.STRING);
      case NUMBERS -> ListType.create(SimpleType.DOUBLE);
      case ANYTHING -> SimpleType.DYN;
    };
  }
}
