package dev.gamelan.simulator.paging;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** How long a cursor is good for; Gong does not say, so the default is short. */
@ConfigurationProperties(prefix = "gamelan.simulator.paging", ignoreUnknownFields = false)
record PagingProperties(@DefaultValue("5m") Duration cursorLifetime) {}
