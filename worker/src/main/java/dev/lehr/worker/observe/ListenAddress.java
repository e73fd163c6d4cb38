package dev.lehr.worker.observe;

import dev.lehr.activities.ingest.BadInputException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where to listen.
 *
 * @param host a name or an address; of IPv6 without brackets
 * @param port 0: any that is free
 */
public record ListenAddress(String host, int port) {

  private static final Pattern FORM =
      Pattern.compile("(?:\\[([0-9A-Fa-f:.%]+)]|([^:\\[\\]\\s]+)):([0-9]{1,5})");

  /**
   * Reads HOST:PORT.
   *
   * @throws BadInputException where it is not that
   */
  public static ListenAddress of(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches() || Integer.parseInt(form.group(3)) > 65_535) {
      throw new BadInputException(
          "--listen cannot be used",
          List.of(
              "--listen: found '"
                  + text
                  + "', expected HOST:PORT such as 127.0.0.1:9464, 0.0.0.0:9464 or [::]:9464"));
    }
    String host = form.group(1) == null ? form.group(2) : form.group(1);
    return new ListenAddress(host, Integer.parseInt(form.group(3)));
  }

  InetSocketAddress socket() {
    return new InetSocketAddress(host, port);
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
