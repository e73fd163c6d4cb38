package dev.lehr.worker.encryption;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.payload.codec.PayloadCodec;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts payloads with AES-256 in Galois/Counter mode (NIST SP 800-38D). An encrypted payload is
 * a nonce of 12 bytes, then the whole payload, encrypted, with its tag of 16 bytes; its metadata
 * name the encoding, the cipher and the key. The key's name is authenticated too.
 *
 * <p>Without keys nothing is encrypted, and an encrypted payload is refused in a sentence.
 */
public final class PayloadEncryption implements PayloadCodec {

  /** Encrypts nothing. */
  public static final PayloadEncryption NONE = new PayloadEncryption(KeyRing.EMPTY, false);

  static final String ENCODING = "encoding";
  static final String ENCRYPTED = "binary/encrypted";
  static final String CIPHER = "encryption-cipher";
  static final String KEY_ID = "encryption-key-id";

  private static final String TRANSFORMATION = "AES/GCM/NoPadding";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;

  private final SecureRandom chance = new SecureRandom();
  private final KeyRing keys;
  private final boolean strict;

  /**
   * Encryption with keys.
   *
   * @param strict whether payloads that are not encrypted are refused; else they are read, so that
   *     encryption can be taken up while campaigns run
   */
  public PayloadEncryption(KeyRing keys, boolean strict) {
    this.keys = keys;
    this.strict = strict;
  }

  /** A converter whose payloads, and messages and traces of failures, are encrypted. */
  public DataConverter around(DataConverter converter) {
    return new CodecDataConverter(converter, List.of(this), !keys.keys().isEmpty());
  }

  @Override
  public List<Payload> encode(List<Payload> payloads) {
    return keys.current()
        .map(key -> payloads.stream().map(p -> encrypt(p, key)).toList())
        .orElse(payloads);
  }

  @Override
  public List<Payload> decode(List<Payload> payloads) {
    return payloads.stream().map(this::decode).toList();
  }

  private Payload encrypt(Payload plain, EncryptionKey key) {
    byte[] nonce = new byte[NONCE_BYTES];
    chance.nextBytes(nonce);
    try {
      byte[] sealed = cipher(Cipher.ENCRYPT_MODE, key, nonce).doFinal(plain.toByteArray());
      return Payload.newBuilder()
          .putMetadata(ENCODING, ByteString.copyFromUtf8(ENCRYPTED))
          .putMetadata(CIPHER, ByteString.copyFromUtf8(TRANSFORMATION))
          .putMetadata(KEY_ID, ByteString.copyFromUtf8(key.id()))
          .setData(ByteString.copyFrom(nonce).concat(ByteString.copyFrom(sealed)))
          .build();
    } catch (GeneralSecurityException e) {
      throw new EncryptionException("a payload could not be encrypted: " + e.getMessage(), e);
    }
  }

  private Payload decode(Payload payload) {
    if (!metadata(payload, ENCODING).equals(ENCRYPTED)) {
      if (strict) {
        throw new EncryptionException(
            "found a payload that is not encrypted, expected only encrypted ones (--codec-strict)");
      }
      return payload;
    }
    return decrypt(payload, key(payload));
  }

  private EncryptionKey key(Payload payload) {
    String cipher = metadata(payload, CIPHER);
    if (!cipher.isEmpty() && !cipher.equals(TRANSFORMATION)) {
      throw new EncryptionException(
          "found a payload encrypted by " + shown(cipher) + ", expected " + TRANSFORMATION);
    }
    String id = metadata(payload, KEY_ID);
    return keys.named(id)
        .orElseThrow(
            () ->
                new EncryptionException(
                    "found a payload that is encrypted with the key '"
                        + shown(id)
                        + "', and this process has "
                        + (keys.keys().isEmpty()
                            ? "no keys: set " + KeyFile.VARIABLE
                            : "only " + keys.keys())));
  }

  private static Payload decrypt(Payload payload, EncryptionKey key) {
    byte[] data = payload.getData().toByteArray();
    if (data.length < NONCE_BYTES + TAG_BITS / 8) {
      throw damaged(key, null);
    }
    byte[] nonce = Arrays.copyOf(data, NONCE_BYTES);
    try {
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, key, nonce)
              .doFinal(data, NONCE_BYTES, data.length - NONCE_BYTES);
      return Payload.parseFrom(plain);
    } catch (AEADBadTagException | InvalidProtocolBufferException e) {
      throw damaged(key, e);
    } catch (GeneralSecurityException e) {
      throw new EncryptionException("a payload could not be decrypted: " + e.getMessage(), e);
    }
  }

  private static EncryptionException damaged(EncryptionKey key, @Nullable Throwable cause) {
    String message =
        "found a payload that is not what was encrypted with the key '"
            + key.id()
            + "': it was changed, or another key has this name here";
    return cause == null
        ? new EncryptionException(message)
        : new EncryptionException(message, cause);
  }

  private static Cipher cipher(int mode, EncryptionKey key, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(TRANSFORMATION);
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(key.id().getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  private static String metadata(Payload payload, String name) {
    return payload.getMetadataOrDefault(name, ByteString.EMPTY).toStringUtf8();
  }

  /** Of what somebody else has written. */
  private static String shown(String text) {
    return text.length() <= 64 && text.chars().allMatch(c -> c > 31 && c < 127)
        ? text
        : "(unprintable)";
  }
}
