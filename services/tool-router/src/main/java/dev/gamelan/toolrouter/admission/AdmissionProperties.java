package dev.gamelan.toolrouter.admission;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is assumed of a connection as long as nobody has said more.
 *
 * @param perSecond starts a second at Gong where quota has not told the limit
 * @param slowestPerSecond the least rate believed of a lane: a pause that is over must not refuse
 *     calls
 * @param answerTime how long Gong takes where gong-caller has not told
 */
@ConfigurationProperties(prefix = "gamelan.admission", ignoreUnknownFields = false)
record AdmissionProperties(
    @DefaultValue("3") double perSecond,
    @DefaultValue("0.5") double slowestPerSecond,
    @DefaultValue("500ms") Duration answerTime) {

  AdmissionProperties {
    if (perSecond <= 0 || slowestPerSecond <= 0) {
      throw new IllegalArgumentException(
          "gamelan.admission.per-second and slowest-per-second must be more than 0");
    }
  }
}
