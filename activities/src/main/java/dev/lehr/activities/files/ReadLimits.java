package dev.lehr.activities.files;

/**
 * How large a part of a file may be, so that a damaged or hostile one cannot take all memory. Far
 * beyond what anybody relaxes, and each within some hundred megabytes of heap.
 */
final class ReadLimits {

  /** Characters of a line, of a text field, of a JSON string. */
  static final int CHARACTERS = 4 << 20;

  /** Atoms of a structure. */
  static final int ATOMS = 2_000_000;

  /** Numbers and words that are kept of a structure. */
  static final int VALUES = 20_000_000;

  /** Words that are kept of a CIF data block; they cost more than numbers do. */
  static final int CIF_VALUES = 2_000_000;

  /** Tokens of JSON that one structure is made of. */
  static final int JSON_TOKENS = 10_000_000;

  /** Symmetry operations of a CIF data block; a face-centred cubic cell has 192. */
  static final int OPERATIONS = 1_024;

  /** Objects and arrays in one another. */
  static final int JSON_DEPTH = 200;

  /** Digits of a number in JSON. */
  static final int JSON_NUMBER = 200;

  /** Characters of a name in JSON. */
  static final int JSON_NAME = 10_000;

  private ReadLimits() {}
}
