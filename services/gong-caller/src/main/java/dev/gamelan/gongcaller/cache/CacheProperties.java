package dev.gamelan.gongcaller.cache;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What is kept of Gong's answers, and for how long.
 *
 * @param size of all that is kept; nothing is where it is zero
 * @param connectionSize of what is kept of one connection
 * @param largestAnswer that is kept
 * @param transcripts how long the transcripts of calls that are asked for by id are good
 * @param people how long users, workspaces, scorecards and trackers are good
 * @param calls how long what is known of calls that are asked for by id is good, and a list of
 *     those up to an hour ago or longer, or that there are none
 */
@ConfigurationProperties(prefix = "gamelan.cache", ignoreUnknownFields = false)
record CacheProperties(
    @DefaultValue("64MB") DataSize size,
    @DefaultValue("16MB") DataSize connectionSize,
    @DefaultValue("1MB") DataSize largestAnswer,
    @DefaultValue("24h") Duration transcripts,
    @DefaultValue("1h") Duration people,
    @DefaultValue("5m") Duration calls) {}
