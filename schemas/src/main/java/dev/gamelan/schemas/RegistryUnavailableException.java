package dev.gamelan.schemas;

import org.apache.kafka.common.errors.RetriableException;

/**
 * The schema registry does not serve and the schema is not known here yet: nothing is wrong with
 * the record, and trying again helps once the registry is back.
 */
public final class RegistryUnavailableException extends RetriableException {
  private static final long serialVersionUID = 1L;

  /** Has no cause: this travels serialized in a header, and not every cause would survive that. */
  RegistryUnavailableException(String message) {
    super(message);
  }
}
