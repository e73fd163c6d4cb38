package dev.lehr.activities.trajectory;

/** How frames stand in a file. */
public enum FrameFormat {
  /** Extended XYZ: text that other programs read. */
  EXTXYZ("extxyz", "extxyz"),
  /** Chunks of 64-bit numbers, see {@link FrameChunk}. */
  BINARY("binary", "frames"),
  /** Chunks of 32-bit numbers: half the size, and no longer the bits of the run. */
  BINARY_FLOAT32("binary-float32", "frames");

  private final String key;
  private final String extension;

  FrameFormat(String key, String extension) {
    this.key = key;
    this.extension = extension;
  }

  /** The word for it. */
  public String key() {
    return key;
  }

  /** The end of the name of a file of such frames. */
  String extension() {
    return extension;
  }

  /** Whether a file has chunks. */
  static boolean isChunked(String file) {
    return file.endsWith("." + BINARY.extension);
  }
}
