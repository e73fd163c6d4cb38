package dev.lehr.activities.ledger;

import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What PostgreSQL says of its troubles, in sentences. The codes are those of the manual's appendix
 * A, "PostgreSQL Error Codes".
 */
final class PostgresTroubles {

  /** Another writer was given the precedence: the same transaction may well go through now. */
  private static final Set<String> LOST_TO_ANOTHER = Set.of("40001", "40P01");

  static final String READ_ONLY = "25006";
  static final String FORBIDDEN = "42501";

  private PostgresTroubles() {}

  static boolean isLostToAnother(Throwable e) {
    return LOST_TO_ANOTHER.contains(state(e));
  }

  /** The code of the first that has one; empty: none has. */
  static String state(@Nullable Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException sql && sql.getSQLState() != null) {
        return sql.getSQLState();
      }
    }
    return "";
  }

  static LedgerException explain(PostgresAddress address, Throwable e) {
    if (e instanceof LedgerException known) {
      return known;
    }
    String state = state(e);
    String group = state.length() >= 2 ? state.substring(0, 2) : "";
    return switch (group) {
      case "08" -> isStranger(e) ? stranger(address, e) : away(address, e);
      case "25" ->
          new LedgerException(
              state.equals(READ_ONLY)
                  ? address + " takes no writes now: it is a standby, or another one has taken over"
                  : address + " ended a transaction that stood still: " + message(e),
              e,
              true);
      case "28" ->
          new LedgerException(
              address
                  + " lets nobody in so: "
                  + message(e)
                  + "; the user is taken from "
                  + PostgresAddress.USER_VARIABLE
                  + " or '?user=', the password from "
                  + PostgresAddress.PASSWORD_VARIABLE
                  + " or a password file (PGPASSFILE)",
              e,
              false);
      case "3D" ->
          new LedgerException(
              address + ": the server has no such database; make it with createdb", e, false);
      case "40" ->
          new LedgerException(address + ": other writers came first, again and again", e, true);
      case "53" -> full(address, state, e);
      case "55" ->
          new LedgerException(
              address + ": another writer holds on to what this one needs: " + message(e), e, true);
      case "57" ->
          state.equals("57014")
              ? new LedgerException(address + " ended a statement: " + message(e), e, true)
              : away(address, e);
      case "58" ->
          new LedgerException(
              address + ": the server's disk reports an error: " + message(e), e, true);
      case "XX" ->
          new LedgerException(
              address + " reports a fault of its own: " + message(e), e, state.equals("XX000"));
      // What it cannot take, it will not take later.
      case "22", "23", "42" ->
          new LedgerException("the ledger " + address + " failed: " + message(e), e, false);
      default -> new LedgerException("the ledger " + address + " failed: " + message(e), e, true);
    };
  }

  /** The server's certificate is of no authority that is trusted, or of another host. */
  private static boolean isStranger(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof CertificateException
          || cause instanceof CertPathBuilderException
          || String.valueOf(cause.getMessage()).contains("hostnameverifier")) {
        return true;
      }
    }
    return false;
  }

  private static LedgerException stranger(PostgresAddress address, Throwable e) {
    return new LedgerException(
        address
            + " is not who it should be ("
            + message(e)
            + "): its certificate must be signed by an authority in 'sslrootcert' and name its host",
        e,
        false);
  }

  private static LedgerException away(PostgresAddress address, Throwable e) {
    return new LedgerException(
        "cannot reach " + address + " (" + message(e) + "); is the server running?", e, true);
  }

  private static LedgerException full(PostgresAddress address, String state, Throwable e) {
    return state.equals("53100")
        ? new LedgerException(
            "the disk is full: "
                + address
                + " cannot grow; free some space there, nothing committed is lost",
            e,
            true)
        : new LedgerException(address + " is short of something: " + message(e), e, true);
  }

  /** What the server said, in a line; the pool wraps it. */
  private static String message(Throwable e) {
    Throwable said = e;
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException) {
        said = cause;
      }
    }
    return String.valueOf(said.getMessage()).replaceAll("\\s*\\R\\s*", "; ");
  }
}
