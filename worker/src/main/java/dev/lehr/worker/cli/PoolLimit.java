package dev.lehr.worker.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * How many programs of a pool run at once, as {@code --pool dft=4} says it.
 *
 * @param name of the pool
 * @param limit at least 1
 */
record PoolLimit(String name, int limit) {

  private static final Pattern FORM =
      Pattern.compile("([A-Za-z0-9][A-Za-z0-9._-]{0,99})=([1-9]\\d{0,5})");

  /** Reads {@code NAME=NUMBER}. */
  static final class Converter implements ITypeConverter<PoolLimit> {
    @Override
    public PoolLimit convert(String value) {
      Matcher matcher = FORM.matcher(value);
      if (!matcher.matches()) {
        throw new TypeConversionException(
            "found '" + value + "', expected a name and a number of 1 or more, such as dft=4");
      }
      return new PoolLimit(matcher.group(1), Integer.parseInt(matcher.group(2)));
    }
  }
}
