package dev.gamelan.gongcaller.connection;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How connections are attended to.
 *
 * @param refreshEvery how soon an instance knows what another has changed
 * @param refusalsToStop so many refusals of the credentials in a row stop a lane
 * @param probeEvery how often refused credentials are tried again
 * @param tryEvery how often new credentials are tried until Gong has said yes or no
 * @param rotationLasts how long calls wait for new credentials at most, where nothing else is said
 * @param retireAfter old credentials are destroyed so long after the last request could begin with
 *     them; longer than any answer takes
 * @param warnAhead so long before credentials expire it is said
 */
@ConfigurationProperties(prefix = "gamelan.connections", ignoreUnknownFields = false)
record ConnectionProperties(
    @DefaultValue("500ms") Duration refreshEvery,
    @DefaultValue("3") int refusalsToStop,
    @DefaultValue("5m") Duration probeEvery,
    @DefaultValue("10s") Duration tryEvery,
    @DefaultValue("15m") Duration rotationLasts,
    @DefaultValue("65s") Duration retireAfter,
    @DefaultValue("14d") Duration warnAhead) {}
