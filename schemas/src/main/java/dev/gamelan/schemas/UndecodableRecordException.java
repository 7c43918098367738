package dev.gamelan.schemas;

import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;

/** The bytes are no record of their topic, and never will be: they belong to the dead letters. */
public final class UndecodableRecordException extends SerializationException {
  private static final long serialVersionUID = 1L;

  UndecodableRecordException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
