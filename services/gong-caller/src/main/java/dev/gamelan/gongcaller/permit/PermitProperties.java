package dev.gamelan.gongcaller.permit;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where quota is.
 *
 * @param tokenFile holds the bearer token with role permit; read again when quota refuses it
 */
@ConfigurationProperties(prefix = "gamelan.quota", ignoreUnknownFields = false)
record PermitProperties(
    URI url,
    Path tokenFile,
    @DefaultValue("1s") Duration connectTimeout,
    @DefaultValue("3s") Duration answerTimeout) {}
