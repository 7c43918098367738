package dev.gamelan.simulator.world;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** All calls, oldest first, and who was given access to which. */
public final class Calls {
  private final TreeSet<Call> byStart =
      new TreeSet<>(
          Comparator.comparing((Call call) -> call.metaData().started()).thenComparing(Call::id));
  private final Map<String, Call> byId = new HashMap<>();
  private final Set<String> clientIds = new HashSet<>();
  private final Map<String, Set<String>> access = new HashMap<>();

  public List<Call> all() {
    return new ArrayList<>(byStart);
  }

  public Optional<Call> find(String id) {
    return Optional.ofNullable(byId.get(id));
  }

  public boolean hasAll(Collection<String> ids) {
    return byId.keySet().containsAll(ids);
  }

  /** False when a call with the same client id is already there; nothing is added then. */
  public boolean add(Call call) {
    String clientId = call.metaData().clientUniqueId();
    if (clientId != null && !clientIds.add(clientId)) {
      return false;
    }
    byId.put(call.id(), call);
    return byStart.add(call);
  }

  public void remove(Call call) {
    byStart.remove(call);
    byId.remove(call.id());
    access.remove(call.id());
  }

  /** The users who were given access one by one, beside those whose profile lets them. */
  public Set<String> access(String callId) {
    return access.getOrDefault(callId, Set.of());
  }

  public void allow(String callId, Collection<String> userIds) {
    access.computeIfAbsent(callId, id -> new TreeSet<>()).addAll(userIds);
  }

  public void disallow(String callId, Collection<String> userIds) {
    access.getOrDefault(callId, new HashSet<>()).removeAll(userIds);
  }
}
