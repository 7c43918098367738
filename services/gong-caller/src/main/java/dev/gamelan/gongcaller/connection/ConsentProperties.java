package dev.gamelan.gongcaller.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How consent by OAuth is asked for and kept alive.
 *
 * @param askedFor how long a consent may take from the request to the browser's return
 * @param renewAhead tokens are renewed so long before they end, or after two thirds of their life
 *     where that is later
 * @param renewEvery how often is looked for tokens that are due
 * @param pauseFirst after a first failure; doubled with each further one
 * @param pauseMost between two attempts at the same tokens
 * @param holdCalls how long calls wait for a renewal where Gong refuses a token before its time;
 *     and so old a token has to be for that
 */
@ConfigurationProperties(prefix = "gamelan.consents", ignoreUnknownFields = false)
record ConsentProperties(
    @DefaultValue("10m") Duration askedFor,
    @DefaultValue("1h") Duration renewAhead,
    @DefaultValue("1s") Duration renewEvery,
    @DefaultValue("10s") Duration pauseFirst,
    @DefaultValue("15m") Duration pauseMost,
    @DefaultValue("1m") Duration holdCalls) {

  /** How long after their birth tokens of that life are renewed. */
  Duration renewAfter(Duration lifetime) {
    Duration late = lifetime.multipliedBy(2).dividedBy(3);
    Duration ahead = lifetime.minus(renewAhead);
    return ahead.compareTo(late) > 0 ? ahead : late;
  }

  Duration pauseAfter(int failures) {
    Duration pause = pauseFirst.multipliedBy(1L << Math.min(failures - 1, 20));
    return pause.compareTo(pauseMost) < 0 ? pause : pauseMost;
  }
}
