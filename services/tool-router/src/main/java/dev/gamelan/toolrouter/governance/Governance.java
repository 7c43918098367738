package dev.gamelan.toolrouter.governance;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import java.time.Clock;
import java.time.Instant;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/** Decides by what is governed at this moment, as far as this instance has followed the log. */
@Component
@EnableConfigurationProperties(GovernanceProperties.class)
public final class Governance {
  private final GovernanceLog log;
  private final GovernanceProperties properties;
  private final Clock clock;

  Governance(GovernanceLog log, GovernanceProperties properties, Clock clock) {
    this.log = log;
    this.properties = properties;
    this.clock = clock;
  }

  /** All of one decision goes by the same rules, whatever comes into force meanwhile. */
  public Rules rules() {
    return new Rules(log.state(), log.hasCaughtUp(), properties);
  }

  public Verdict judge(Caller caller, String connection, Tool tool) {
    return judge(caller, connection, tool, clock.instant());
  }

  public Verdict judge(Caller caller, String connection, Tool tool, Instant now) {
    return rules().judge(caller, connection, tool, now);
  }

  /** The offset of the last event in the log that this instance goes by; -1 before the first. */
  public long version() {
    return log.state().version();
  }
}
