package dev.lehr.activities.commands;

/** What is written into a directory before the program starts. */
public sealed interface InputFile {

  /** A text with placeholders. */
  record Text(String text) implements InputFile {}

  /** A file with placeholders, relative to the campaign file. */
  record Template(String path) implements InputFile {}

  /** The structure. */
  record Geometry(StructureText format) implements InputFile {}
}
