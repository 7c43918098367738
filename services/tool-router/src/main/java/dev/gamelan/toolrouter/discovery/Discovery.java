package dev.gamelan.toolrouter.discovery;

import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.log.Appended;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts on record which tools a connection has. Several instances may do so at once. */
@Component
public final class Discovery {
  private static final Logger log = LoggerFactory.getLogger(Discovery.class);
  private static final int ATTEMPTS = 5;

  private final Catalog catalog;
  private final Governance governance;
  private final GovernanceLog topic;
  private final Clock clock;

  Discovery(Catalog catalog, Governance governance, GovernanceLog topic, Clock clock) {
    this.catalog = catalog;
    this.governance = governance;
    this.topic = topic;
    this.clock = clock;
  }

  /** Returns once it is on record, or cannot be now. May block. */
  public void discover(String connection) {
    look(connection, false);
  }

  /** As {@link #discover}, but leaves alone what a later build has found. */
  void lookAgain(String connection) {
    look(connection, true);
  }

  private void look(String connection, boolean again) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Finding finding = new Finding(catalog, governance.rules(), connection, clock.instant());
      if (again && finding.isOfALaterBuild()) {
        return;
      }
      var proposal = finding.proposal();
      if (proposal.isEmpty()) {
        return;
      }
      switch (topic.append(proposal.get())) {
        case Appended.Accepted accepted -> {
          log.info(
              "{} changes to the tools of connection {} are on record",
              accepted.versions().size(),
              connection);
          return;
        }
        case Appended.Stale ignored -> log.debug("Somebody else changed the tools; looking again");
        case Appended.NotPublished ignored -> {
          log.warn("The tools of connection {} are not on record yet", connection);
          return;
        }
      }
    }
  }
}
