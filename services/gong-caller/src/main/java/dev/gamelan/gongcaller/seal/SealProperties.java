package dev.gamelan.gongcaller.seal;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Where the master keys are.
 *
 * @param masterKeysFile a line {@code id:key} for each, the key being 32 bytes in Base64; the first
 *     one seals, all open; without a file no credentials can be kept
 */
@ConfigurationProperties(prefix = "gamelan.seal", ignoreUnknownFields = false)
record SealProperties(@Nullable Path masterKeysFile) {}
