package dev.gamelan.toolrouter.mcp.session;

import dev.gamelan.schemas.EdgeSignalled;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.signal.SignalHearer;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/**
 * What sessions did that their ids cannot tell, folded from the signals of all instances: bounded,
 * the oldest note going first.
 */
@Component
public final class SessionNotes implements SignalHearer {
  private static final int RESOURCES_PER_SESSION = 100;

  private final Map<String, Note> notes;

  private static final class Note {
    private boolean ended;
    private LogLevel level = LogLevel.INFO;
    private final Set<String> resources = new LinkedHashSet<>();
  }

  SessionNotes(SessionProperties properties) {
    this.notes =
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, Note> eldest) {
            return size() > properties.noted();
          }
        };
  }

  @Override
  public synchronized void heard(EdgeSignalled signalled) {
    String session = signalled.getSession();
    String subject = signalled.getSubject();
    switch (signalled.getSignal()) {
      case SESSION_ENDED -> {
        Note note = note(session);
        note.ended = true;
        note.resources.clear();
      }
      case LOG_LEVEL_SET -> LogLevel.of(subject).ifPresent(level -> note(session).level = level);
      case RESOURCE_SUBSCRIBED -> {
        Set<String> resources = note(session).resources;
        if (resources.size() < RESOURCES_PER_SESSION) {
          resources.add(subject);
        }
      }
      case RESOURCE_UNSUBSCRIBED -> note(session).resources.remove(subject);
      case REQUEST_CANCELLED,
          STATE_SPENT,
          TOOLS_CHANGED,
          PROMPTS_CHANGED,
          RESOURCES_CHANGED,
          RESOURCE_UPDATED,
          UNKNOWN -> {
        // nothing about a session
      }
    }
  }

  synchronized boolean hasEnded(String session) {
    Note note = notes.get(session);
    return note != null && note.ended;
  }

  public synchronized LogLevel level(String session) {
    Note note = notes.get(session);
    return note == null ? LogLevel.INFO : note.level;
  }

  public synchronized boolean follows(String session, String resource) {
    Note note = notes.get(session);
    return note != null && note.resources.contains(resource);
  }

  private Note note(String session) {
    return notes.computeIfAbsent(session, begun -> new Note());
  }
}
