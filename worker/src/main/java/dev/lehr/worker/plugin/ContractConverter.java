package dev.lehr.worker.plugin;

import dev.lehr.workflows.run.Contracts;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodec;
import io.temporal.payload.context.SerializationContext;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What Lehr's workflows and activities say to each other is written as Lehr writes it everywhere,
 * whatever converter a user's client has: workers and commands of Lehr elsewhere read it, and so do
 * those that replay a history after the user's converter has changed. All else is the user's, and
 * the user's codec is around both.
 */
final class ContractConverter implements DataConverter {

  private static final String OURS = "dev.lehr.workflows.";
  private static final DataConverter LEHR = Contracts.tolerant();

  private final DataConverter users;

  private ContractConverter(DataConverter users) {
    this.users = users;
  }

  /** Around a user's converter. */
  static DataConverter around(DataConverter users) {
    return new ContractConverter(users);
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith(OURS);
  }

  private Payload encoded(Payload payload) {
    return users instanceof PayloadCodec codec ? codec.encode(List.of(payload)).get(0) : payload;
  }

  private Payload decoded(Payload payload) {
    return users instanceof PayloadCodec codec ? codec.decode(List.of(payload)).get(0) : payload;
  }

  @Override
  public <T> Optional<Payload> toPayload(@Nullable T value) {
    return value != null && isOurs(value.getClass())
        ? LEHR.toPayload(value).map(this::encoded)
        : users.toPayload(value);
  }

  @Override
  public <T> T fromPayload(Payload payload, Class<T> type, Type generic) {
    return isOurs(type)
        ? LEHR.fromPayload(decoded(payload), type, generic)
        : users.fromPayload(payload, type, generic);
  }

  @Override
  public Optional<Payloads> toPayloads(@Nullable Object... values) {
    if (values == null || values.length == 0) {
      return users.toPayloads(values);
    }
    Payloads.Builder all = Payloads.newBuilder();
    for (Object value : values) {
      toPayload(value).ifPresent(all::addPayloads);
    }
    return Optional.of(all.build());
  }

  @Override
  public <T> T fromPayloads(int index, Optional<Payloads> content, Class<T> type, Type generic) {
    return isOurs(type) && content.isPresent() && index < content.get().getPayloadsCount()
        ? fromPayload(content.get().getPayloads(index), type, generic)
        : users.fromPayloads(index, content, type, generic);
  }

  @Override
  public RuntimeException failureToException(Failure failure) {
    return users.failureToException(failure);
  }

  @Override
  public Failure exceptionToFailure(Throwable throwable) {
    return users.exceptionToFailure(throwable);
  }

  @Override
  public DataConverter withContext(SerializationContext context) {
    return new ContractConverter(users.withContext(context));
  }
}
