package dev.lehr.worker.encryption;

import io.temporal.payload.codec.PayloadCodecException;

/** A payload that cannot be decrypted here; the message is a sentence and holds no secret. */
public final class EncryptionException extends PayloadCodecException {

  private static final long serialVersionUID = 1L;

  EncryptionException(String message) {
    super(message);
  }

  EncryptionException(String message, Throwable cause) {
    super(message, cause);
  }
}
