package dev.lehr.activities.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.lehr.activities.ledger.ResultRow;
import java.io.IOException;

/** One JSON object a line. Numbers are written by {@link Double#toString(double)}: to the bit. */
final class JsonLinesWriter implements ResultWriter {

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final Appendable out;
  private final boolean arrays;

  JsonLinesWriter(Appendable out, boolean arrays) {
    this.out = out;
    this.arrays = arrays;
  }

  @Override
  public void write(ResultRow row) throws IOException {
    out.append(line(row)).append('\n');
  }

  private String line(ResultRow row) throws JsonProcessingException {
    return MAPPER.writeValueAsString(ResultFields.of(row, arrays));
  }
}
