package dev.gamelan.gongcaller.ledger;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.gongcaller.seal.Place;
import dev.gamelan.gongcaller.seal.SealBrokenException;
import dev.gamelan.gongcaller.seal.Seals;
import dev.gamelan.gongcaller.seal.WrappedKey;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Seals what Gong answered to a write; what cannot be sealed, or is too large, is not kept. */
@Component
class KeptAnswers {
  private static final Logger log = LoggerFactory.getLogger(KeptAnswers.class);

  private final Seals seals;
  private final LedgerProperties properties;

  KeptAnswers(Seals seals, LedgerProperties properties) {
    this.seals = seals;
    this.properties = properties;
  }

  /** An answer and what opens it, each under a key of its own. */
  record Sealed(WrappedKey key, byte[] body) {}

  /** Null where the answer is not kept. */
  @Nullable Sealed seal(String connection, String callId, Ended ended) {
    byte[] body = ended.body();
    if (body == null || body.length > properties.largestBody().toBytes() || !seals.ready()) {
      return null;
    }
    WrappedKey key = seals.newKey(connection);
    return new Sealed(key, seals.seal(key, place(connection, callId), body));
  }

  /** Null where it opens no more: its master key is gone. */
  byte @Nullable [] open(String connection, String callId, Sealed sealed) {
    try {
      return seals.open(sealed.key(), place(connection, callId), sealed.body());
    } catch (SealBrokenException keyGone) {
      log.warn("The kept answer of call {} does not open any more", callId);
      return null;
    }
  }

  private static Place place(String connection, String callId) {
    return new Place(connection, 0, "answer " + callId);
  }
}
