/** Structures and states as files and bytes: extended XYZ in and out, and compact binary forms. */
@NullMarked
package dev.lehr.activities.files;

import org.jspecify.annotations.NullMarked;
