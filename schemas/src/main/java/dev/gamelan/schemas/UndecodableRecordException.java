package dev.gamelan.schemas;

import org.apache.kafka.common.errors.SerializationException;

/** The bytes are no record of their topic, and never will be: they belong to the dead letters. */
public final class UndecodableRecordException extends SerializationException {
  private static final long serialVersionUID = 1L;

  /** Has no cause: this travels serialized in a header, and not every cause would survive that. */
  UndecodableRecordException(String message) {
    super(message);
  }
}
