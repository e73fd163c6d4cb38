package dev.lehr.activities.document;

import java.util.IdentityHashMap;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * How large a document is when all its aliases are written out: a few lines of aliases of aliases
 * stand for gigabytes.
 */
final class Expansion {

  /** Characters of a number: one of a million digits takes minutes to read. */
  static final int LONGEST_NUMBER = 400;

  /** Where a part holds itself, or a number is beyond any use. */
  static final long ENDLESS = Long.MAX_VALUE;

  private final IdentityHashMap<Node, Long> known = new IdentityHashMap<>();

  private Expansion() {}

  /** Characters, and one for each node. */
  static long of(Node root) {
    return new Expansion().size(root);
  }

  private long size(Node node) {
    Long before = known.get(node);
    if (before != null) {
      return before;
    }
    known.put(node, ENDLESS);
    long size = 1;
    if (node instanceof ScalarNode scalar) {
      int length = scalar.getValue().length();
      boolean number = Tag.INT.equals(scalar.getTag()) || Tag.FLOAT.equals(scalar.getTag());
      size = number && length > LONGEST_NUMBER ? ENDLESS : size + length;
    } else if (node instanceof SequenceNode sequence) {
      for (Node element : sequence.getValue()) {
        size = plus(size, size(element));
      }
    } else if (node instanceof MappingNode mapping) {
      for (NodeTuple entry : mapping.getValue()) {
        size = plus(size, plus(size(entry.getKeyNode()), size(entry.getValueNode())));
      }
    }
    known.put(node, size);
    return size;
  }

  private static long plus(long a, long b) {
    return a > ENDLESS - b ? ENDLESS : a + b;
  }
}
