package dev.gamelan.toolrouter.mcp.question;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How long clients have to answer, and how much may be open.
 *
 * @param patience how long an answer is waited for, or taken when it comes by itself
 * @param open questions waiting for their answers at one instance
 * @param openPerCaller and of one caller
 * @param spent answers that count once and were brought within the patience
 * @param longestAnswer characters of one answer, and of all that a state carries
 */
@ConfigurationProperties(prefix = "gamelan.questions", ignoreUnknownFields = false)
record QuestionProperties(
    @DefaultValue("5m") Duration patience,
    @DefaultValue("1000") int open,
    @DefaultValue("20") int openPerCaller,
    @DefaultValue("100000") int spent,
    @DefaultValue("65536") int longestAnswer) {}
