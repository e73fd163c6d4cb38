package dev.lehr.workflows.run;

import dev.lehr.workflows.contract.FailureTypes;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.failure.ApplicationFailure;
import io.temporal.payload.codec.PayloadCodec;
import java.util.List;

/**
 * Refuses payloads that Temporal would not take, on our side and with a clear failure: a server
 * refuses above 2 MB with an unclear one, and leaves an activity whose result is above 4 MB started
 * for ever. What Lehr sends stays far below; a payload that does not is a defect that must show.
 */
public final class PayloadLimit implements PayloadCodec {

  /** Where Temporal servers begin to warn, bytes. */
  public static final int BYTES = 512 * 1024;

  private final int limit;

  PayloadLimit(int limit) {
    this.limit = limit;
  }

  /** A converter that checks sizes, for the options of a client. */
  public static DataConverter around(DataConverter converter) {
    return around(converter, BYTES);
  }

  static DataConverter around(DataConverter converter, int limit) {
    return new CodecDataConverter(converter, List.of(new PayloadLimit(limit)));
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    for (Payload payload : payloads) {
      int size = payload.getSerializedSize();
      if (size > limit) {
        throw ApplicationFailure.newNonRetryableFailure(
            "a payload of " + size + " bytes exceeds the limit of " + limit + " bytes",
            FailureTypes.PAYLOAD_TOO_LARGE);
      }
    }
    return payloads;
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads;
  }
}
