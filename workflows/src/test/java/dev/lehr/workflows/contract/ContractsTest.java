package dev.lehr.workflows.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.protobuf.ByteString;
import dev.lehr.workflows.run.CampaignWorkflow;
import dev.lehr.workflows.run.Contracts;
import dev.lehr.workflows.run.ShardWorkflow;
import dev.lehr.workflows.run.SubmitWorkflow;
import dev.lehr.workflows.status.TaskStatus;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DataConverter;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What was written by the first version is read by today's, and the other way about. The files stay
 * as they are; a new contract gets a file of its own.
 */
class ContractsTest {

  private static final Path FIRST = Path.of("src/test/resources/contracts/1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final DataConverter CONVERTER = Contracts.converter();

  private static final List<Class<?>> SPEAKERS =
      List.of(
          EngineActivities.class,
          LedgerActivities.class,
          IntakeActivities.class,
          CampaignWorkflow.class,
          ShardWorkflow.class,
          SubmitWorkflow.class);

  /** All records that an activity or a workflow takes or answers. */
  static Stream<Class<?>> contracts() {
    Set<Class<?>> found = new TreeSet<>(Comparator.comparing(Class::getSimpleName));
    for (Class<?> speaker : SPEAKERS) {
      for (Method method : speaker.getMethods()) {
        Stream.concat(Stream.of(method.getParameterTypes()), Stream.of(method.getReturnType()))
            .filter(Class::isRecord)
            .forEach(found::add);
      }
    }
    return found.stream();
  }

  private static JsonNode first(Class<?> type) throws IOException {
    return JSON.readTree(FIRST.resolve(type.getSimpleName() + ".json").toFile());
  }

  private static <T> T read(JsonNode json, Class<T> type) throws IOException {
    Payload payload =
        Payload.newBuilder()
            .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
            .setData(ByteString.copyFrom(JSON.writeValueAsBytes(json)))
            .build();
    return CONVERTER.fromPayload(payload, type, type);
  }

  private static JsonNode written(Object value) throws IOException {
    return JSON.readTree(CONVERTER.toPayload(value).orElseThrow().getData().toByteArray());
  }

  @Test
  void thereIsAFileForEachContractAndACaseForEachFile() throws IOException {
    try (Stream<Path> files = Files.list(FIRST)) {
      assertThat(files.map(f -> f.getFileName().toString().replace(".json", "")))
          .containsExactlyInAnyOrderElementsOf(contracts().map(Class::getSimpleName).toList());
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void whatTheFirstVersionWroteIsReadAndNothingOfItIsLostOrRenamed(Class<?> type)
      throws IOException {
    JsonNode before = first(type);
    Object read = read(before, type);
    requireWhole(read);
    assertIsIn(before, written(read), type.getSimpleName());
  }

  /** Every field that was there is there, with the value that it had. */
  private static void assertIsIn(JsonNode before, JsonNode now, String where) {
    if (before.isObject()) {
      before
          .properties()
          .forEach(
              field -> {
                String name = where + "." + field.getKey();
                assertThat(now.has(field.getKey())).as(name).isTrue();
                assertIsIn(field.getValue(), now.get(field.getKey()), name);
              });
    } else if (before.isArray()) {
      assertThat(now.size()).as(where).isEqualTo(before.size());
      for (int i = 0; i < before.size(); i++) {
        assertIsIn(before.get(i), now.get(i), where + "[" + i + "]");
      }
    } else {
      assertThat(now).as(where).isEqualTo(before);
    }
  }

  /** A field that an older version did not write is one that may be null. */
  private static void requireWhole(Object value) {
    for (RecordComponent component : value.getClass().getRecordComponents()) {
      Object found = valueOf(component, value);
      boolean mayBeNull = component.getAnnotatedType().isAnnotationPresent(Nullable.class);
      assertThat(found != null || mayBeNull)
          .as(value.getClass().getSimpleName() + "." + component.getName() + " is not null")
          .isTrue();
      if (found != null && found.getClass().isRecord()) {
        requireWhole(found);
      }
    }
  }

  private static @Nullable Object valueOf(RecordComponent component, Object value) {
    try {
      return component.getAccessor().invoke(value);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(String.valueOf(e.getMessage()), e);
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void whatANewerVersionAddsIsPassedOver(Class<?> type) throws IOException {
    JsonNode newer = first(type).deepCopy();
    add(newer, type);
    assertThat(newer).isNotEqualTo(first(type));
    assertThat(read(newer, type)).isEqualTo(read(first(type), type));
  }

  /** Adds a field to each object that stands for a record; maps are what they are. */
  private static void add(JsonNode json, Type type) {
    if (type instanceof ParameterizedType list
        && list.getRawType() == List.class
        && json.isArray()) {
      json.forEach(element -> add(element, list.getActualTypeArguments()[0]));
    } else if (type instanceof Class<?> of && of.isRecord() && json instanceof ObjectNode object) {
      for (RecordComponent component : of.getRecordComponents()) {
        if (object.has(component.getName())) {
          add(object.get(component.getName()), component.getGenericType());
        }
      }
      object.putObject("fromTheFuture").put("a", 1).putArray("b").add("c");
    }
  }

  @ParameterizedTest
  @MethodSource("contracts")
  void whatMayBeAbsentIsReadWhereItIs(Class<?> type) throws IOException {
    ObjectNode older = first(type).deepCopy();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
        older.remove(component.getName());
      }
    }
    requireWhole(read(older, type));
  }

  @Test
  void wordsAndLettersKeepTheirMeaning() {
    assertThat(List.of(CampaignMode.values()).stream().map(Enum::name))
        .contains("RUNNING", "PAUSED", "CANCELLED");
    assertThat(List.of(Intent.Kind.values()).stream().map(Enum::name))
        .contains("PAUSE", "RESUME", "CANCEL", "RETRY", "RESTART");
    Map<Character, String> letters =
        Map.of(
            'p',
            "pending",
            'r',
            "running",
            'c',
            "converged",
            'm',
            "max_iterations",
            'f',
            "failed",
            'x',
            "rejected",
            'd',
            "filtered",
            's',
            "skipped",
            'k',
            "cancelled");
    letters.forEach((letter, key) -> assertThat(TaskStatus.ofCode(letter).key()).isEqualTo(key));
  }
}
