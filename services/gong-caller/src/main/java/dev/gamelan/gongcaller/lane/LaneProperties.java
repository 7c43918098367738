package dev.gamelan.gongcaller.lane;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * How lanes run.
 *
 * @param instance the name of this instance, the same after a restart, and no other's
 * @param inFlight most requests of a lane that Gong answers at a time
 * @param shortestAttempt a call with less time left than Gong's quickest answer of late and this is
 *     not sent any more
 * @param longestWay a request that has not arrived at Gong after this never will
 * @param heartbeat how often a lane with work renews its lease between permits
 * @param stateEvery how often a busy lane publishes its state at most
 * @param revokePatience how long a lost partition waits for what is in flight
 * @param stopPatience how long a stopping service waits for what is in flight
 * @param mostOfOneCaller most calls of one caller that wait in a lane; more end at once
 * @param readAhead most records of a partition that wait in memory, and their weight
 */
@ConfigurationProperties(prefix = "gamelan.lane", ignoreUnknownFields = false)
record LaneProperties(
    @DefaultValue("gong-caller") String instance,
    @DefaultValue("4") int inFlight,
    @DefaultValue("100ms") Duration shortestAttempt,
    @DefaultValue("1s") Duration longestWay,
    @DefaultValue("2s") Duration heartbeat,
    @DefaultValue("250ms") Duration stateEvery,
    @DefaultValue("3s") Duration revokePatience,
    @DefaultValue("20s") Duration stopPatience,
    @DefaultValue("1000") int mostOfOneCaller,
    @DefaultValue("5000") int readAhead,
    @DefaultValue("16MB") DataSize readAheadSize) {}
