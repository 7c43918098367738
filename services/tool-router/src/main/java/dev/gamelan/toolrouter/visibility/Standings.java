package dev.gamelan.toolrouter.visibility;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.governance.Governance;
import dev.gamelan.toolrouter.governance.Rules;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.visibility.mirror.Mirror;
import dev.gamelan.toolrouter.visibility.mirror.Mirrors;
import dev.gamelan.toolrouter.visibility.mirror.Person;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Finds out as whom a caller looks at Gong's calls, by what is governed and mirrored now. */
@Component
public final class Standings {
  private static final Standing EVERYTHING = new Standing.Everything();
  private static final String NOT_READ_YET =
      "What people may see in Gong is not known here yet, so calls are not shown. Try again in a"
          + " few minutes.";

  private final Governance governance;
  private final Mirrors mirrors;
  private final Clock clock;
  private final Map<String, Parsed> parsed = new ConcurrentHashMap<>();

  private record Parsed(String json, Optional<VisibilitySettings> settings) {}

  Standings(Governance governance, Mirrors mirrors, Clock clock) {
    this.governance = governance;
    this.mirrors = mirrors;
    this.clock = clock;
  }

  Standing of(Caller caller, String connection) {
    if (SystemCalls.isItself(caller)) {
      return EVERYTHING;
    }
    Rules rules = governance.rules();
    if (!rules.areKnown() || rules.state().isBeyondUs(connection)) {
      return unknown(true, NOT_READ_YET);
    }
    Governed governed = rules.state().find(VisibilitySettings.key(connection));
    String json = governed == null ? null : governed.json();
    return json == null
        ? EVERYTHING
        : settings(connection, json)
            .map(
                settings ->
                    of(caller, settings, mirrors.find(connection).orElse(null), clock.instant()))
            .orElseGet(
                () ->
                    unknown(
                        true,
                        "Whose calls people may see is set in a way that this version does not"
                            + " understand. Ask whoever governs this installation."));
  }

  /** Empty where there are none, or none that is understood. */
  public Optional<VisibilitySettings> settings(String connection) {
    Governed governed = governance.rules().state().find(VisibilitySettings.key(connection));
    String json = governed == null ? null : governed.json();
    return json == null ? Optional.empty() : settings(connection, json);
  }

  private Optional<VisibilitySettings> settings(String connection, String json) {
    Parsed known = parsed.get(connection);
    if (known == null || !known.json().equals(json)) {
      known =
          new Parsed(
              json, Optional.ofNullable(Documents.readOwned(json, VisibilitySettings.class)));
      parsed.put(connection, known);
    }
    return known.settings();
  }

  static Standing of(
      Caller caller, VisibilitySettings settings, @Nullable Mirror mirror, Instant now) {
    if (settings.mode() == VisibilitySettings.Mode.OFF || settings.isUnrestricted(caller.name())) {
      return EVERYTHING;
    }
    boolean enforced = settings.mode() == VisibilitySettings.Mode.ENFORCE;
    if (mirror == null) {
      return unknown(enforced, NOT_READ_YET);
    }
    if (mirror.readAt().plus(settings.oldest()).isBefore(now)) {
      return unknown(
          enforced,
          "What people may see in Gong was read there too long ago to go by, so calls are not"
              + " shown. Ask whoever runs this installation.");
    }
    Person person = person(caller, settings, mirror);
    return new Standing.Watched(
        enforced,
        person == null
            ? new Standing.View.Nobody()
            : new Standing.View.Of(new Sight(mirror, person)));
  }

  private static @Nullable Person person(
      Caller caller, VisibilitySettings settings, Mirror mirror) {
    String named = settings.personNamed(caller.name());
    if (named != null) {
      return mirror.find(named);
    }
    Account account = caller.account();
    String email = account == null ? null : account.email();
    return settings.isByEmail() && email != null ? mirror.find(email) : null;
  }

  private static Standing unknown(boolean enforced, String sentence) {
    return new Standing.Watched(enforced, new Standing.View.Unknown(sentence));
  }
}
