package dev.lehr.activities.results;

/** The ways in which results are written. */
public enum ResultFormat {
  /** Aligned columns for people; leaves things out. */
  TABLE,
  /** One JSON object a line, everything that is known. */
  JSONL,
  /** RFC 4180, one row for each structure, numbers and words only. */
  CSV,
  /** Extended XYZ: the structures as they ended, as ASE reads them. */
  EXTXYZ
}
