package dev.gamelan.toolrouter.mcp.change;

import dev.gamelan.schemas.GovernedChange;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.AccessRequest;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.Document;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.log.Folded;
import dev.gamelan.toolrouter.governance.log.FoldedHearer;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Tells the clients of this instance when what they may use has changed. Every instance folds the
 * same event and tells its own, so nothing needs to be passed on.
 */
@Component
final class OfferChanges implements FoldedHearer {
  private final ChangeStreams streams;

  OfferChanges(ChangeStreams streams, GovernanceLog log) {
    this.streams = streams;
    log.tell(this);
  }

  @Override
  public void folded(Folded folded) {
    Set<String> callers = new HashSet<>();
    for (GovernedChange change : folded.event().getChanges()) {
      switch (change.getKind()) {
        case DEFAULTS, TOOL, TOOLSET, PROFILE, KILL_SWITCH, UNKNOWN -> {
          streams.changed(caller -> true);
          return;
        }
        case CLIENT -> {
          if (!alikeButSeen(change)) {
            streams.changed(caller -> true);
            return;
          }
        }
        case REQUEST -> {
          addIfGranted(callers, change.getBefore());
          addIfGranted(callers, change.getAfter());
        }
        case CATALOGUE, POLICY, VISIBILITY -> {
          // what is listed stays as it is
        }
      }
    }
    if (!callers.isEmpty()) {
      streams.changed(callers::contains);
    }
  }

  /** Somebody's first call of the day changes a client's document, and nothing for anybody. */
  private static boolean alikeButSeen(GovernedChange change) {
    return client(change.getAfter()) instanceof AiClient after
        && client(change.getBefore()) instanceof AiClient before
        && after.seenOn(null).equals(before.seenOn(null));
  }

  private static Document client(@Nullable String json) {
    return Documents.read(GovernedKind.CLIENT, json == null ? "{}" : json);
  }

  private static void addIfGranted(Set<String> callers, @Nullable String json) {
    Document document = json == null ? null : Documents.read(GovernedKind.REQUEST, json);
    if (document instanceof AccessRequest request
        && request.state() == AccessRequest.State.GRANTED) {
      callers.add(request.caller());
    }
  }
}
