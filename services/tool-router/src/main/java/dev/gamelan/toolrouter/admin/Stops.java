package dev.gamelan.toolrouter.admin;

import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Register.Proposed;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.governance.document.KillSwitch;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The kill switches: stopping asks for no version and waits for nobody, letting go on does. */
@Component
class Stops {
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_REASON = 500;
  private static final String TOOL = "tool/";
  private static final String CLIENT = "client/";

  private final Register register;
  private final Clock clock;

  Stops(Register register, Clock clock) {
    this.register = register;
    this.clock = clock;
  }

  /** What a kill switch stops. */
  enum Level {
    INSTALLATION,
    CONNECTION,
    TOOL,
    CLIENT
  }

  /**
   * Something that is stopped.
   *
   * @param path under which it is stopped and lifted
   */
  record View(
      Level level,
      @Nullable String connection,
      @Nullable String tool,
      @Nullable String client,
      @Nullable String by,
      @Nullable Instant at,
      @Nullable String reason,
      String path,
      long version) {

    static View of(Governed governed) {
      DocumentKey key = governed.key();
      KillSwitch stop = governed.as(KillSwitch.class);
      Level level = levelOf(key);
      String connection = key.connection().isEmpty() ? null : key.connection();
      String tool = level == Level.TOOL ? key.name().substring(TOOL.length()) : null;
      String client = level == Level.CLIENT ? key.name().substring(CLIENT.length()) : null;
      return new View(
          level,
          connection,
          tool,
          client,
          stop == null ? null : stop.by(),
          stop == null ? null : stop.at(),
          stop == null ? null : stop.reason(),
          switch (level) {
            case INSTALLATION -> "/v1/kill-switches/installation";
            case CLIENT -> "/v1/kill-switches/clients/" + encoded(client);
            case CONNECTION -> "/v1/kill-switches/connections/" + encoded(connection);
            case TOOL ->
                "/v1/kill-switches/connections/" + encoded(connection) + "/tools/" + encoded(tool);
          },
          governed.version());
    }

    private static Level levelOf(DocumentKey key) {
      if (!key.connection().isEmpty()) {
        return key.name().startsWith(TOOL) ? Level.TOOL : Level.CONNECTION;
      }
      return key.name().startsWith(CLIENT) ? Level.CLIENT : Level.INSTALLATION;
    }

    private static String encoded(@Nullable String part) {
      return part == null
          ? ""
          : URLEncoder.encode(part, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }

  /** By their paths. */
  List<View> all() {
    return register.state().all(GovernedKind.KILL_SWITCH).stream()
        .filter(Governed::isThere)
        .map(View::of)
        .sorted(Comparator.comparing(View::path))
        .toList();
  }

  Reply show(DocumentKey key) {
    Governed governed = register.state().find(key);
    return governed != null && governed.isThere()
        ? new Reply.Shown(View.of(governed), governed.version())
        : Reply.notFound("This is not stopped.");
  }

  Reply stop(Asked asked, DocumentKey key, @Nullable String reason) {
    Reply.Refused wrong =
        Wording.first(
            Wording.check("The name", key.name(), LONGEST_NAME),
            Wording.check("The connection", key.connection(), LONGEST_NAME),
            Wording.check("reason", reason, LONGEST_REASON));
    if (wrong != null) {
      return wrong;
    }
    String by = asked.caller().name();
    return register.attempt(asked.id(), by, reason, state -> stopped(state, key, by, reason));
  }

  /** A stop that is there already, for this reason or where none is given, stays as it is. */
  private Proposed stopped(
      GovernanceState state, DocumentKey key, String by, @Nullable String reason) {
    Governed governed = state.find(key);
    KillSwitch there = governed == null ? null : governed.as(KillSwitch.class);
    if (governed != null && there != null && (reason == null || reason.equals(there.reason()))) {
      return new Proposed.Already(new Reply.Shown(View.of(governed), governed.version()));
    }
    long version = governed == null ? 0 : governed.version();
    String json = Documents.write(new KillSwitch(by, clock.instant(), reason));
    Governed then =
        new Governed(key, version + 1, json, Documents.read(GovernedKind.KILL_SWITCH, json));
    return new Proposed.Changes(
        List.of(new Change(key, version, json)),
        ignored -> new Reply.Shown(View.of(then), version + 1));
  }

  Reply lift(Asked asked, DocumentKey key) {
    return register.delete(asked, key, List.of());
  }
}
