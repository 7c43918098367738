package dev.gamelan.gongcaller.upload;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How stored files are read.
 *
 * @param patience how long Kafka may take to bring the next chunk
 */
@ConfigurationProperties(prefix = "gamelan.upload", ignoreUnknownFields = false)
record UploadProperties(@DefaultValue("10s") Duration patience) {}
