package dev.lehr.simulation.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 over names and the exact bits of numbers, each preceded by its length or kind. */
final class ModelDigest {

  private final MessageDigest sha;

  ModelDigest() {
    try {
      sha = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  ModelDigest add(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha.update(ByteBuffer.allocate(5).put((byte) 's').putInt(bytes.length).array());
    sha.update(bytes);
    return this;
  }

  ModelDigest add(double... values) {
    ByteBuffer buffer = ByteBuffer.allocate(5 + 8 * values.length);
    buffer.put((byte) 'd').putInt(values.length);
    for (double value : values) {
      buffer.putLong(Double.doubleToLongBits(value));
    }
    sha.update(buffer.array());
    return this;
  }

  String hex() {
    return HexFormat.of().formatHex(sha.digest());
  }
}
