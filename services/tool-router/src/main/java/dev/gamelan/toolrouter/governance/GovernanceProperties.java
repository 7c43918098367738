package dev.gamelan.toolrouter.governance;

import dev.gamelan.toolrouter.governance.document.Defaults;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What holds where no document of defaults says otherwise.
 *
 * @param newTools how a tool begins that was never seen before
 * @param withoutProfile what callers may use to whom no access profile gives anything
 */
@ConfigurationProperties(prefix = "gamelan.governance", ignoreUnknownFields = false)
record GovernanceProperties(
    @DefaultValue("pending-review") Defaults.NewTools newTools,
    @DefaultValue("nothing") Defaults.WithoutProfile withoutProfile) {}
