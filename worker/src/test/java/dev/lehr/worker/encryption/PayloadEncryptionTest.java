package dev.lehr.worker.encryption;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.temporal.api.common.v1.Payload;
import io.temporal.api.common.v1.Payloads;
import io.temporal.api.failure.v1.Failure;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.GlobalDataConverter;
import io.temporal.failure.ApplicationFailure;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class PayloadEncryptionTest {

  private static final EncryptionKey OLD = EncryptionKey.fresh("2026-05");
  private static final EncryptionKey NEW = EncryptionKey.fresh("2026-11");
  private static final Payload PLAIN =
      Payload.newBuilder()
          .putMetadata("encoding", ByteString.copyFromUtf8("json/plain"))
          .setData(ByteString.copyFromUtf8("\"quasicrystal\""))
          .build();

  private static PayloadEncryption with(EncryptionKey... keys) {
    return new PayloadEncryption(new KeyRing(List.of(keys)), false);
  }

  private static Payload encrypted(PayloadEncryption by) {
    return by.encode(List.of(PLAIN)).get(0);
  }

  @Test
  void whatIsEncryptedComesBackAndShowsNothingOfItself() {
    Payload sealed = encrypted(with(NEW));
    assertThat(sealed.toByteString().toString(StandardCharsets.ISO_8859_1))
        .doesNotContain("quasicrystal")
        .doesNotContain("json/plain");
    assertThat(sealed.getMetadataOrThrow("encoding").toStringUtf8()).isEqualTo("binary/encrypted");
    assertThat(sealed.getMetadataOrThrow("encryption-key-id").toStringUtf8()).isEqualTo("2026-11");
    assertThat(with(NEW).decode(List.of(sealed))).containsExactly(PLAIN);
  }

  /** By the JDK's cipher alone, so that another program can read it by the documented form. */
  @Test
  void theFormIsANonceThenTheWholePayloadWithItsTag() throws Exception {
    byte[] data = encrypted(with(NEW)).getData().toByteArray();
    byte[] secret = Base64.getDecoder().decode(NEW.line().split(" ", -1)[1]);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(secret, "AES"),
        new GCMParameterSpec(128, data, 0, 12));
    cipher.updateAAD("2026-11".getBytes(StandardCharsets.UTF_8));
    assertThat(Payload.parseFrom(cipher.doFinal(data, 12, data.length - 12))).isEqualTo(PLAIN);
    assertThat(data).hasSize(12 + PLAIN.getSerializedSize() + 16);
  }

  @Test
  void theSamePayloadIsNeverEncryptedTwiceToTheSame() {
    assertThat(encrypted(with(NEW))).isNotEqualTo(encrypted(with(NEW)));
  }

  @Test
  void theFirstKeyEncryptsAndAllDecrypt() {
    Payload before = encrypted(with(OLD));
    PayloadEncryption both = with(NEW, OLD);
    assertThat(both.decode(List.of(before))).containsExactly(PLAIN);
    assertThat(encrypted(both).getMetadataOrThrow("encryption-key-id").toStringUtf8())
        .isEqualTo("2026-11");
  }

  @Test
  void anUnknownKeyIsNamed() {
    Payload sealed = encrypted(with(OLD));
    assertThatThrownBy(() -> with(NEW).decode(List.of(sealed)))
        .isInstanceOf(EncryptionException.class)
        .hasMessageContaining("'2026-05'")
        .hasMessageContaining("only [2026-11]");
    assertThatThrownBy(() -> PayloadEncryption.NONE.decode(List.of(sealed)))
        .hasMessageContaining("'2026-05'")
        .hasMessageContaining("no keys: set LEHR_CODEC_KEYS");
  }

  @Test
  void everyChangedByteIsSeen() {
    Payload sealed = encrypted(with(NEW));
    for (int i = 0; i < sealed.getData().size(); i++) {
      byte[] data = sealed.getData().toByteArray();
      data[i] ^= 1;
      Payload changed = sealed.toBuilder().setData(ByteString.copyFrom(data)).build();
      assertThatThrownBy(() -> with(NEW).decode(List.of(changed)))
          .as("byte " + i)
          .isInstanceOf(EncryptionException.class)
          .hasMessageContaining("it was changed");
    }
    for (int length : new int[] {0, 11, 27}) {
      Payload cut = sealed.toBuilder().setData(sealed.getData().substring(0, length)).build();
      assertThatThrownBy(() -> with(NEW).decode(List.of(cut)))
          .hasMessageContaining("it was changed");
    }
  }

  @Test
  void aPayloadThatClaimsAnotherKeysNameIsRefused() {
    byte[] secret = Base64.getDecoder().decode(NEW.line().split(" ", -1)[1]);
    Payload renamed =
        encrypted(with(NEW)).toBuilder()
            .putMetadata("encryption-key-id", ByteString.copyFromUtf8("other"))
            .build();
    assertThatThrownBy(() -> with(EncryptionKey.of("other", secret)).decode(List.of(renamed)))
        .hasMessageContaining("another key has this name");
  }

  @Test
  void whatIsNotEncryptedIsReadUnlessItIsRefused() {
    assertThat(with(NEW).decode(List.of(PLAIN))).containsExactly(PLAIN);
    PayloadEncryption strict = new PayloadEncryption(new KeyRing(List.of(NEW)), true);
    assertThatThrownBy(() -> strict.decode(List.of(PLAIN)))
        .hasMessageContaining("not encrypted")
        .hasMessageContaining("--codec-strict");
    assertThat(strict.decode(List.of(encrypted(strict)))).containsExactly(PLAIN);
  }

  @Test
  void messagesAndTracesOfFailuresAreEncryptedToo() {
    DataConverter converter = with(NEW).around(GlobalDataConverter.get());
    Failure failure =
        converter.exceptionToFailure(ApplicationFailure.newFailure("quasicrystal broke", "Bad"));
    assertThat(failure.toByteString().toString(StandardCharsets.ISO_8859_1))
        .doesNotContain("quasicrystal")
        .doesNotContain("PayloadEncryptionTest");
    assertThat(converter.failureToException(failure))
        .isInstanceOfSatisfying(
            ApplicationFailure.class,
            e -> assertThat(e.getOriginalMessage()).isEqualTo("quasicrystal broke"));
  }

  @Test
  void aConverterWithoutKeysLeavesPayloadsAlone() {
    DataConverter converter = PayloadEncryption.NONE.around(GlobalDataConverter.get());
    Optional<Payloads> payloads = converter.toPayloads("plain");
    assertThat(payloads).isEqualTo(GlobalDataConverter.get().toPayloads("plain"));
  }
}
