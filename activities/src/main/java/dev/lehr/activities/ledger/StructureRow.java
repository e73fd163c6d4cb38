package dev.lehr.activities.ledger;

import java.util.Optional;

/**
 * A structure as it was taken in.
 *
 * @param id unique in the campaign
 * @param digest hex SHA-256 of its content
 * @param source file and frame, for people
 * @param nAtoms number of atoms
 * @param formula Hill formula
 * @param payload the encoded structure; empty for a rejected one that could not be read
 * @param rejection why it was set aside
 */
public record StructureRow(
    String id,
    String digest,
    String source,
    int nAtoms,
    String formula,
    byte[] payload,
    Optional<Rejection> rejection) {

  /**
   * Why a structure was set aside before anything ran.
   *
   * @param reason machine-readable
   * @param detail one sentence with file, line and what was found
   */
  public record Rejection(String reason, String detail) {}
}
