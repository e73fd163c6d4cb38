package dev.lehr.worker.cli;

import dev.lehr.activities.ingest.BadInputException;
import dev.lehr.worker.encryption.KeyFile;
import dev.lehr.worker.encryption.KeyRing;
import dev.lehr.worker.encryption.PayloadEncryption;
import dev.lehr.worker.remote.TemporalAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where Temporal is. */
final class TemporalOption {

  private static final String STRICT = "LEHR_CODEC_STRICT";

  @Option(
      names = "--address",
      paramLabel = "HOST:PORT",
      description =
          "Temporal server (default: TEMPORAL_ADDRESS, or the profile's, or 127.0.0.1:7233). TLS and"
              + " API keys are read from Temporal's environment configuration.")
  private String address = "";

  @Option(
      names = "--namespace",
      paramLabel = "NAME",
      description = "Namespace (default: TEMPORAL_NAMESPACE, or the profile's, or default).")
  private String namespace = "";

  @Option(
      names = "--profile",
      paramLabel = "NAME",
      description = "Profile in temporal.toml (default: TEMPORAL_PROFILE, or default).")
  private String profile = "";

  @Option(
      names = "--codec-keys",
      paramLabel = "FILE",
      defaultValue = "${env:LEHR_CODEC_KEYS:-}",
      description =
          "Keys with which what Temporal stores is encrypted; see lehr codec (default:"
              + " LEHR_CODEC_KEYS, else nothing is encrypted).")
  private String keys = "";

  @Option(
      names = "--codec-strict",
      description =
          "Refuse what is not encrypted, instead of reading it (default: LEHR_CODEC_STRICT).")
  private boolean strict;

  /** Not the option's default, which typing the option would turn round. */
  private boolean isStrict() {
    return strict || Boolean.parseBoolean(System.getenv().getOrDefault(STRICT, "false"));
  }

  TemporalAddress address() {
    return new TemporalAddress(given(address), given(namespace), given(profile), encryption());
  }

  private PayloadEncryption encryption() {
    KeyRing ring = given(keys).map(file -> KeyFile.read(Path.of(file))).orElse(KeyRing.EMPTY);
    if (isStrict() && ring.keys().isEmpty()) {
      throw new BadInputException(
          "--codec-strict cannot be used", List.of("found no keys, expected --codec-keys FILE"));
    }
    return new PayloadEncryption(ring, isStrict());
  }

  /** Whether the user typed one of them. */
  boolean isGiven() {
    return !(address.isBlank() && namespace.isBlank() && profile.isBlank());
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(t -> !t.isBlank());
  }
}
