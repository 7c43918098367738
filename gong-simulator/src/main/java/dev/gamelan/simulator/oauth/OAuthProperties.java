package dev.gamelan.simulator.oauth;

import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The integrations known at the start, and how long what they are given lives. */
@ConfigurationProperties(prefix = "gamelan.simulator.oauth", ignoreUnknownFields = false)
record OAuthProperties(
    @DefaultValue List<OAuthClient> clients,
    @DefaultValue("10m") Duration codeLifetime,
    @DefaultValue("1d") Duration accessTokenLifetime) {}
