package dev.gamelan.toolrouter.usage;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Who called what in the last 24 hours, and when each tool and client was last used: the same at
 * every router but for what is on its way, which is what this one admitted last and the others do
 * not know of yet.
 */
@Component
public final class Usage {
  private final Counts users;
  private final Counts clients;
  private final Counts tools;
  private final Map<String, Instant> toolsLastUsed;
  private final Map<String, Instant> clientsLastSeen;

  /** Calls that were counted here and have not come back from the trail. */
  private final Set<String> own;

  private final Map<Integer, Long> read = new java.util.concurrent.ConcurrentHashMap<>();
  private final Clock clock;

  Usage(UsageProperties properties, Clock clock) {
    int kept = properties.kept();
    this.users = new Counts(kept);
    this.clients = new Counts(kept);
    this.tools = new Counts(kept);
    this.toolsLastUsed = youngest(kept);
    this.clientsLastSeen = youngest(kept);
    this.own = Collections.newSetFromMap(youngest(kept));
    this.clock = clock;
  }

  /**
   * A call goes on from here: it counts at once, so that the next one is judged with it.
   *
   * @param client null where the caller's token names none
   */
  public void admitted(
      String callId, String connection, String caller, @Nullable String client, String tool) {
    if (own.add(callId)) {
      count(connection, caller, client, tool, clock.instant());
    }
  }

  /** It was not sent on after all. */
  public void notAdmitted(
      String callId, String connection, String caller, @Nullable String client, String tool) {
    if (own.remove(callId)) {
      Instant now = clock.instant();
      users.takeBack(key(connection, caller), now);
      tools.takeBack(key(connection, tool), now);
      if (client != null) {
        clients.takeBack(client, now);
      }
    }
  }

  /** An entry of the trail, from whichever router; what was read before changes nothing. */
  void replay(AuditEvent event, int partition, long offset) {
    Long last = read.get(partition);
    if (last != null && offset <= last) {
      return;
    }
    read.put(partition, offset);
    String client = event.getClientId();
    if (event.getKind() == AuditKind.CALL_ADMITTED && !own.remove(event.getCallId())) {
      count(event.getConnection(), event.getCaller(), client, event.getTool(), event.getAt());
    }
    if (event.getKind() == AuditKind.CALL_REFUSED && client != null) {
      clientsLastSeen.merge(client, event.getAt(), Usage::later);
    }
  }

  private void count(
      String connection, String caller, @Nullable String client, String tool, Instant at) {
    Instant now = clock.instant();
    users.count(key(connection, caller), at, now);
    tools.count(key(connection, tool), at, now);
    toolsLastUsed.merge(key(connection, tool), at, Usage::later);
    if (client != null) {
      clients.count(client, at, now);
      clientsLastSeen.merge(client, at, Usage::later);
    }
  }

  public long byUser(String connection, String caller) {
    return users.of(key(connection, caller), clock.instant());
  }

  /** On all connections together. */
  public long byClient(String client) {
    return clients.of(client, clock.instant());
  }

  public long byTool(String connection, String tool) {
    return tools.of(key(connection, tool), clock.instant());
  }

  /** Empty where it was not used within about a day, as far as is known here. */
  public Optional<Instant> toolLastUsed(String connection, String tool) {
    return Optional.ofNullable(toolsLastUsed.get(key(connection, tool)));
  }

  /** Empty where it made no call within about a day, as far as is known here. */
  public Optional<Instant> clientLastSeen(String client) {
    return Optional.ofNullable(clientsLastSeen.get(client));
  }

  /** Clients that made a call within about a day, and when they made the last one. */
  public Map<String, Instant> clientsLastSeen() {
    synchronized (clientsLastSeen) {
      return Map.copyOf(clientsLastSeen);
    }
  }

  private static String key(String connection, String name) {
    return connection + "\n" + name;
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  /** The oldest entry goes where there would be too many. */
  private static <V> Map<String, V> youngest(int kept) {
    return Collections.synchronizedMap(
        new LinkedHashMap<>() {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > kept;
          }
        });
  }
}
