package dev.lehr.activities.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a ledger in PostgreSQL is. Passwords are not part of an address, so that they are in no
 * command history, log or message: they come from the environment or a password file.
 *
 * @param url of the driver: {@code jdbc:postgresql://host:port/database?parameters}
 * @param user empty: the one in the address, or else the process's
 * @param password empty: the driver looks into the password file ({@code PGPASSFILE}, or {@code
 *     .pgpass} in the home directory)
 */
public record PostgresAddress(String url, Optional<String> user, Optional<String> password) {

  /** Environment variable with the user's name. */
  public static final String USER_VARIABLE = "LEHR_LEDGER_USER";

  /** Environment variable with the user's password. */
  public static final String PASSWORD_VARIABLE = "LEHR_LEDGER_PASSWORD";

  private static final String SCHEME = "jdbc:postgresql://";
  private static final Pattern PARAMETER = Pattern.compile("[?&]");

  /** Checks the address. */
  public PostgresAddress {
    if (!url.startsWith(SCHEME)) {
      throw new LedgerException(
          "the ledger's address cannot be used: found '"
              + masked(url)
              + "', expected jdbc:postgresql://HOST:PORT/DATABASE",
          null,
          false);
    }
    List<String> secret = secrets(url);
    if (!secret.isEmpty()) {
      throw new LedgerException(
          "the ledger's address holds "
              + String.join(" and ", secret)
              + ", which others would see there: take it out and set "
              + PASSWORD_VARIABLE
              + ", or use a password file (PGPASSFILE)",
          null,
          false);
    }
  }

  /** An address with what the environment says of its user. */
  public static PostgresAddress of(String url, Map<String, String> environment) {
    return new PostgresAddress(
        url,
        Optional.ofNullable(environment.get(USER_VARIABLE)).filter(s -> !s.isEmpty()),
        Optional.ofNullable(environment.get(PASSWORD_VARIABLE)).filter(s -> !s.isEmpty()));
  }

  private static List<String> secrets(String url) {
    List<String> found = new ArrayList<>();
    if (authority(url).contains("@")) {
      found.add("a user before '@'");
    }
    List<String> parts = List.of(PARAMETER.split(url, -1));
    for (String part : parts.subList(1, parts.size())) {
      String name = part.substring(0, Math.max(0, part.indexOf('=')));
      if (name.toLowerCase(Locale.ROOT).contains("password")) {
        found.add("a password");
      }
    }
    return found;
  }

  private static String authority(String url) {
    String rest = url.substring(SCHEME.length());
    int end = rest.indexOf('/');
    int parameters = rest.indexOf('?');
    int stop = end < 0 ? rest.length() : end;
    return rest.substring(0, parameters < 0 ? stop : Math.min(stop, parameters));
  }

  /** Nothing behind the first character that may begin a secret. */
  private static String masked(String url) {
    String shown = url.replaceFirst("[?;].*", "").replaceFirst("//.*@", "//");
    return shown.length() > 120 ? shown.substring(0, 120) + "..." : shown;
  }

  /** Host, port and database, for people. */
  @Override
  public String toString() {
    return masked(url.substring("jdbc:".length()));
  }
}
