package dev.lehr.activities.expressions;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.ast.CelConstant;
import dev.cel.common.ast.CelExpr;
import dev.cel.common.ast.CelMutableExpr;
import dev.cel.common.ast.CelMutableExpr.CelMutableComprehension;
import dev.cel.common.ast.CelMutableExpr.CelMutableIdent;
import dev.cel.common.ast.CelMutableExprConverter;
import java.util.Set;

/**
 * What is changed in a parsed expression before its types are checked: whole numbers become
 * doubles, and {@code has(name)} the name of whether there is a value.
 */
final class Doubles {

  /** In front of an identifier: whether its value is there. */
  static final String HAS = "__has_";

  private final Set<String> identifiers;

  private Doubles(Set<String> identifiers) {
    this.identifiers = identifiers;
  }

  /** The tree, its places as they were. */
  static CelAbstractSyntaxTree in(CelAbstractSyntaxTree tree, Set<String> identifiers) {
    CelMutableExpr root = CelMutableExprConverter.fromCelExpr(tree.getExpr());
    new Doubles(identifiers).change(root);
    return CelAbstractSyntaxTree.newParsedAst(
        CelMutableExprConverter.fromMutableExpr(root), tree.getSource());
  }

  private void change(CelMutableExpr e) {
    switch (e.getKind()) {
      case CONSTANT -> constant(e);
      case CALL -> call(e);
      case SELECT -> change(e.select().operand());
      case LIST -> e.list().elements().forEach(this::change);
      case MAP -> e.map().entries().forEach(this::entry);
      case COMPREHENSION -> comprehension(e.comprehension());
      default -> {
        // An identifier stays what it is.
      }
    }
  }

  private static void constant(CelMutableExpr e) {
    CelConstant constant = e.constant();
    switch (constant.getKind()) {
      case INT64_VALUE -> e.setConstant(CelConstant.ofValue((double) constant.int64Value()));
      case UINT64_VALUE -> e.setConstant(CelConstant.ofValue(constant.uint64Value().doubleValue()));
      default -> {
        // A text, a truth.
      }
    }
  }

  private void call(CelMutableExpr e) {
    CelMutableExpr.CelMutableCall call = e.call();
    if (call.function().equals("has") && call.target().isEmpty() && call.args().size() == 1) {
      CelMutableExpr of = call.args().get(0);
      if (of.getKind() == CelExpr.ExprKind.Kind.IDENT && identifiers.contains(of.ident().name())) {
        e.setIdent(CelMutableIdent.create(HAS + of.ident().name()));
        return;
      }
    }
    call.target().ifPresent(this::change);
    call.args().forEach(this::change);
  }

  private void entry(CelMutableExpr.CelMutableMap.Entry entry) {
    change(entry.key());
    change(entry.value());
  }

  private void comprehension(CelMutableComprehension c) {
    change(c.iterRange());
    change(c.accuInit());
    change(c.loopCondition());
    change(c.loopStep());
    change(c.result());
  }
}
