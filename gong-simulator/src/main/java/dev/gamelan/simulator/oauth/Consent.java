package dev.gamelan.simulator.oauth;

import java.net.URI;

/** Where a browser that asked for consent is sent. */
sealed interface Consent {

  /** Back to the integration: with a code, or with the reason why there is none. */
  record SentBack(URI to) implements Consent {}

  /** Nowhere: who cannot be trusted with a redirect gets a page. */
  record Page(String sentence) implements Consent {}
}
