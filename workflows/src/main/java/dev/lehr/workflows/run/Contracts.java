package dev.lehr.workflows.run;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.JacksonJsonPayloadConverter;

/**
 * How workflows and activities write what they say to each other. While builds follow each other
 * old ones and new ones talk: what one does not know of another's it passes over, and what is new
 * may be absent.
 */
public final class Contracts {

  private static final DataConverter TOLERANT =
      DefaultDataConverter.newDefaultInstance()
          .withPayloadConverterOverrides(new JacksonJsonPayloadConverter(mapper()));

  private Contracts() {}

  private static ObjectMapper mapper() {
    return JacksonJsonPayloadConverter.newDefaultObjectMapper()
        .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);
  }

  /** A converter that is tolerant in reading. */
  public static DataConverter tolerant() {
    return TOLERANT;
  }

  /** A converter that is tolerant in reading and refuses payloads that are too large. */
  public static DataConverter converter() {
    return PayloadLimit.around(TOLERANT);
  }
}
