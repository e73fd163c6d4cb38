package dev.lehr.worker.cli;

import dev.lehr.worker.remote.TemporalAddress;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where Temporal is. */
final class TemporalOption {

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

  TemporalAddress address() {
    return new TemporalAddress(given(address), given(namespace), given(profile));
  }

  /** Whether the user typed one of them. */
  boolean isGiven() {
    return !(address.isBlank() && namespace.isBlank() && profile.isBlank());
  }

  private static Optional<String> given(String text) {
    return Optional.of(text).filter(t -> !t.isBlank());
  }
}
