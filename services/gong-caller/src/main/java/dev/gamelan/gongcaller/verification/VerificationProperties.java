package dev.gamelan.gongcaller.verification;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How writes of unknown outcome are looked for at Gong.
 *
 * @param after how long after the write was given up; Gong may be at it until then
 * @param times how often at most; each time is a request and costs a unit of quota
 * @param every how long between two times
 * @param lookEvery how often is looked for what is due
 */
@ConfigurationProperties(prefix = "gamelan.verification", ignoreUnknownFields = false)
record VerificationProperties(
    @DefaultValue("2m") Duration after,
    @DefaultValue("3") int times,
    @DefaultValue("10m") Duration every,
    @DefaultValue("10s") Duration lookEvery) {}
