package dev.lehr.activities.djl;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * A TorchScript file with its {@code meta.json}, looked at without libtorch: such a file is a zip.
 *
 * @param path where it is
 * @param sha256 hex digest of its bytes
 * @param bytes its size
 * @param meta what it says of itself
 */
public record ModelFile(Path path, String sha256, long bytes, ModelMeta meta) {

  private static final String META = "extra/meta.json";
  private static final int LONGEST_META = 1 << 20;

  /**
   * Looks at a file.
   *
   * @throws UnusableModelException where it is not one that can be used; the message begins with
   *     its path
   */
  public static ModelFile read(Path path) {
    try {
      String name = String.valueOf(path.getFileName());
      String stem = name.endsWith(".pt") ? name.substring(0, name.length() - 3) : name;
      ModelMeta meta = MetaReader.read(metaOf(path), stem);
      return new ModelFile(path, digest(path), Files.size(path), meta);
    } catch (UnusableModelException e) {
      throw new UnusableModelException(path + ": " + e.getMessage(), e);
    } catch (NoSuchFileException e) {
      throw new UnusableModelException(path + ": found no such file", e);
    } catch (IOException e) {
      throw new UnusableModelException(path + ": cannot be read: " + e.getMessage(), e);
    }
  }

  private static String metaOf(Path path) throws IOException {
    requireZip(path);
    try (ZipFile zip = new ZipFile(path.toFile())) {
      List<String> names = zip.stream().map(ZipEntry::getName).toList();
      if (names.stream().noneMatch(n -> n.endsWith("/constants.pkl"))) {
        throw new UnusableModelException(
            "is a zip, but not of TorchScript (a checkpoint of weights?); expected what"
                + " torch.jit.save writes");
      }
      String meta =
          names.stream()
              .filter(
                  n -> n.endsWith("/" + META) && n.indexOf('/') == n.length() - META.length() - 1)
              .findFirst()
              .orElseThrow(
                  () ->
                      new UnusableModelException(
                          "is TorchScript, but without the extra file meta.json that says cutoff,"
                              + " elements and precision; docs/models.md has the contract"));
      try (InputStream in = zip.getInputStream(zip.getEntry(meta))) {
        byte[] text = in.readNBytes(LONGEST_META + 1);
        if (text.length > LONGEST_META) {
          throw new UnusableModelException("meta.json is larger than " + LONGEST_META + " bytes");
        }
        return new String(text, StandardCharsets.UTF_8);
      }
    } catch (ZipException e) {
      throw new UnusableModelException(
          "begins as a TorchScript file, but is truncated or damaged (" + e.getMessage() + ")", e);
    }
  }

  private static void requireZip(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new UnusableModelException("is a directory, expected a TorchScript file");
    }
    try (InputStream in = Files.newInputStream(path)) {
      byte[] head = in.readNBytes(2);
      if (head.length < 2 || head[0] != 'P' || head[1] != 'K') {
        throw new UnusableModelException(
            "is not a TorchScript file, which is a zip that torch.jit.save writes");
      }
    }
  }

  private static String digest(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha.update(buffer, 0, n);
      }
      return HexFormat.of().formatHex(sha.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
