package dev.gamelan.toolrouter.mcp.stream;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What streams to clients may cost.
 *
 * @param keepAlive how often a comment goes out, so that nothing in between takes a silent stream
 *     for a dead one
 * @param buffer what may wait for a slow client, the answer itself not counted
 * @param listening streams of clients that listen for changes, in all
 * @param listeningPerCaller and of one caller
 */
@ConfigurationProperties(prefix = "gamelan.streams", ignoreUnknownFields = false)
public record StreamProperties(
    @DefaultValue("15s") Duration keepAlive,
    @DefaultValue("256KB") DataSize buffer,
    @DefaultValue("1024") int listening,
    @DefaultValue("64") int listeningPerCaller) {}
