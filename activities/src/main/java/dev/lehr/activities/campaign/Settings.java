package dev.lehr.activities.campaign;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Objects of a campaign's document that are written in Java. */
final class Settings {

  private static final ObjectMapper JSON = new ObjectMapper();

  private Settings() {}

  static ObjectNode empty() {
    return JsonNodeFactory.instance.objectNode();
  }

  /** A copy with another value of a key. */
  static ObjectNode with(ObjectNode node, String key, Object value) {
    ObjectNode copy = node.deepCopy();
    copy.set(key, JSON.valueToTree(value));
    return copy;
  }
}
