package dev.gamelan.simulator.http;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/** How large a request may be; Gong takes uploads of up to 200 MB. */
@ConfigurationProperties(prefix = "gamelan.simulator.http", ignoreUnknownFields = false)
record HttpProperties(@DefaultValue("200MB") DataSize maxBody) {}
