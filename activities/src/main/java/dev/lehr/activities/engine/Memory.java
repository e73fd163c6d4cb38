package dev.lehr.activities.engine;

import dev.lehr.activities.files.DamagedBytesException;
import dev.lehr.activities.files.StateCodec;
import dev.lehr.simulation.dynamics.Dynamics;
import dev.lehr.simulation.model.SystemInput;
import dev.lehr.simulation.state.SimState;
import dev.lehr.simulation.structure.Structure;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** The digest under which a result is remembered: of everything that it depends on. */
final class Memory {

  private Memory() {}

  /**
   * The digest of a task.
   *
   * @param traits of its stage
   * @param id the structure's
   * @param structure as it comes to the stage
   * @param input the encoded state in which it comes, with momenta and the like; empty: as it was
   *     taken in
   * @param inputs what the model takes of a structure besides its geometry
   * @return empty where the stage remembers nothing
   */
  static String digest(
      StageTraits traits,
      String id,
      Structure structure,
      Optional<byte[]> input,
      List<SystemInput> inputs) {
    if (traits.memory().isEmpty()) {
      return "";
    }
    MessageDigest sha = sha();
    text(sha, traits.memory());
    text(sha, SystemInput.digest(inputs, structure));
    if (traits.random()) {
      text(sha, id);
    }
    input.ifPresent(bytes -> text(sha, momenta(bytes)));
    return HexFormat.of().formatHex(sha.digest());
  }

  /** Momenta go on from stage to stage where there are any. */
  private static String momenta(byte[] bytes) {
    try {
      SimState state = StateCodec.decode(bytes);
      return state.hasColumn(Dynamics.MOMENTA)
          ? Arrays.toString(state.doubles(Dynamics.MOMENTA))
          : "";
    } catch (DamagedBytesException e) {
      return "";
    }
  }

  private static void text(MessageDigest sha, String text) {
    sha.update(text.getBytes(StandardCharsets.UTF_8));
    sha.update((byte) 0);
  }

  private static MessageDigest sha() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
