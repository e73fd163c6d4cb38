package dev.lehr.activities.files;

import java.util.function.Predicate;

/** Names of the CIF core dictionary in lower case, with {@code _} for the dots of newer ones. */
final class CifTags {

  static final String SYMOP_OLD = "_symmetry_equiv_pos_as_xyz";
  static final String SYMOP = "_space_group_symop_operation_xyz";
  static final String MAGNETIC_SYMOP = "_space_group_symop_magn_operation_xyz";

  /** Tags that a structure depends on, so that two values for one are a contradiction. */
  static final Predicate<String> MATTERS =
      tag ->
          tag.startsWith("_cell_length_")
              || tag.startsWith("_cell_angle_")
              || tag.startsWith("_atom_site_")
              || tag.equals(SYMOP)
              || tag.equals(SYMOP_OLD);

  private CifTags() {}
}
