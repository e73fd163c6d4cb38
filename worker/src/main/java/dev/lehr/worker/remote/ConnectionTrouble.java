package dev.lehr.worker.remote;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Why a server could not be spoken to.
 *
 * @param sentence what is wrong, with what to look at
 * @param isAbsence whether nobody answered, which may pass; otherwise somebody did
 */
record ConnectionTrouble(String sentence, boolean isAbsence) {

  /** What a server that speaks TLS answers to one that does not: an alert's record (RFC 8446). */
  private static final String TLS_RECORD = "first 5 bytes: 1503";

  private static final List<String> NO_TLS = List.of("not an SSL/TLS record", "WRONG_VERSION");

  private static final List<String> CLIENT_REFUSED =
      List.of(
          "ALERT_BAD_CERTIFICATE",
          "CERTIFICATE_REQUIRED",
          "ALERT_UNKNOWN_CA",
          "ALERT_CERTIFICATE",
          "ALERT_UNSUPPORTED_CERTIFICATE",
          "ALERT_HANDSHAKE_FAILURE");

  /**
   * What it was.
   *
   * @param seconds how long was waited
   */
  static ConnectionTrouble of(Throwable thrown, long seconds) {
    Optional<String> known = Optional.empty();
    for (@Nullable Throwable e = thrown; e != null && known.isEmpty(); e = e.getCause()) {
      known = explain(e);
    }
    String nobody = "nobody answered within " + seconds + " s; see --address, or TEMPORAL_ADDRESS";
    return new ConnectionTrouble(known.orElse(nobody), known.isEmpty());
  }

  private static Optional<String> explain(Throwable e) {
    String said = String.valueOf(e.getMessage());
    if (e instanceof CertificateException || e instanceof CertPathBuilderException) {
      return Optional.of(
          "its certificate is not to be trusted ("
              + said
              + "): it must be signed by an authority in TEMPORAL_TLS_SERVER_CA_CERT_PATH and name"
              + " its host, or TEMPORAL_TLS_SERVER_NAME");
    }
    if (said.contains(TLS_RECORD)) {
      return Optional.of("it speaks TLS, and this side does not: set TEMPORAL_TLS=true");
    }
    if (NO_TLS.stream().anyMatch(said::contains)) {
      return Optional.of("it does not speak TLS, and this side does; see TEMPORAL_TLS");
    }
    if (CLIENT_REFUSED.stream().anyMatch(said::contains)) {
      return Optional.of(
          "it does not take this side's certificate; see TEMPORAL_TLS_CLIENT_CERT_PATH and"
              + " TEMPORAL_TLS_CLIENT_KEY_PATH");
    }
    return e instanceof StatusRuntimeException status ? refusal(status) : Optional.empty();
  }

  private static Optional<String> refusal(StatusRuntimeException e) {
    Status.Code code = e.getStatus().getCode();
    return code == Status.Code.UNAUTHENTICATED || code == Status.Code.PERMISSION_DENIED
        ? Optional.of("it lets nobody in so; see TEMPORAL_API_KEY")
        : Optional.empty();
  }
}
