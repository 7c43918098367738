package dev.gamelan.toolrouter.governance.log;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How the log of governance is followed.
 *
 * @param patience how long a change is waited for to come back from the log
 * @param startPatience how long a starting instance waits, before it takes requests, until it knows
 *     all that is on record; later it takes them and refuses all calls until it does
 * @param passOver places in the log that an operator has looked at and that are not to be read
 */
@ConfigurationProperties(prefix = "gamelan.governance-log", ignoreUnknownFields = false)
record GovernanceLogProperties(
    @DefaultValue("5s") Duration patience,
    @DefaultValue("30s") Duration startPatience,
    @DefaultValue List<Long> passOver) {}
