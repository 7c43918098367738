package dev.gamelan.toolrouter.admin.policy;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.toolrouter.catalog.ArgumentCheck;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.CheckedArguments;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.log.GovernanceLog;
import dev.gamelan.toolrouter.policy.Judgement;
import dev.gamelan.toolrouter.policy.Policies;
import dev.gamelan.toolrouter.policy.Policy;
import dev.gamelan.toolrouter.policy.PolicyReader;
import dev.gamelan.toolrouter.policy.facts.When;
import dev.gamelan.toolrouter.policy.guard.Asker;
import dev.gamelan.toolrouter.policy.guard.PolicyBook;
import dev.gamelan.toolrouter.policy.guard.PolicyGuard;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Asks policies about a call that somebody only describes: nothing is called or counted. */
@Component
class PolicyTrial {
  private static final String DRAFT = "draft";

  private final GovernanceLog log;
  private final PolicyBook book;
  private final PolicyReader reader;
  private final PolicyGuard guard;
  private final Catalog catalog;
  private final ArgumentCheck argumentCheck;
  private final Clock clock;

  PolicyTrial(
      GovernanceLog log,
      PolicyBook book,
      PolicyReader reader,
      PolicyGuard guard,
      Catalog catalog,
      ArgumentCheck argumentCheck,
      Clock clock) {
    this.log = log;
    this.book = book;
    this.reader = reader;
    this.guard = guard;
    this.catalog = catalog;
    this.argumentCheck = argumentCheck;
    this.clock = clock;
  }

  /** How a trial went. */
  sealed interface Tried {
    record Told(ObjectNode answer) implements Tried {}

    record Wrong(String sentence) implements Tried {}
  }

  Tried of(String connection, JsonNode described) {
    Tool tool = catalog.find(described.path("tool").asString("")).orElse(null);
    if (tool == null) {
      return new Tried.Wrong("tool must be the name of a tool.");
    }
    Instant at = moment(described.path("at"));
    if (at == null) {
      return new Tried.Wrong("at must be a moment such as 2026-11-22T10:00:00Z.");
    }
    boolean after = described.has("result");
    When when = after ? When.AFTER : When.BEFORE;
    List<Policy> policies = new ArrayList<>(book.of(log.state(), connection).at(when));
    if (described.has("policy")) {
      switch (reader.read(DRAFT, described.path("policy"))) {
        case PolicyReader.Read.Ok(var draft) -> policies.add(draft);
        case PolicyReader.Read.Wrong(var sentence) -> {
          return new Tried.Wrong("policy: " + sentence);
        }
      }
    }
    List<Policy> asked = Policies.of(policies).at(when);
    Asker asker = asker(connection, described);
    if (after) {
      return described.path("result") instanceof ObjectNode result
          ? told(guard.after(asked, asker, tool, result, described.path("status").asInt(200), at))
          : new Tried.Wrong("result must be a JSON object.");
    }
    return switch (argumentCheck.check(tool, described.get("arguments"))) {
      case CheckedArguments.Invalid invalid -> new Tried.Wrong("arguments: " + invalid.sentence());
      case CheckedArguments.Valid valid ->
          told(guard.before(asked, asker, tool, valid.arguments(), at));
    };
  }

  private @Nullable Instant moment(JsonNode written) {
    try {
      return written.isMissingNode() ? clock.instant() : Instant.parse(written.asString(""));
    } catch (DateTimeParseException wrong) {
      return null;
    }
  }

  private static Asker asker(String connection, JsonNode described) {
    JsonNode caller = described.path("caller");
    JsonNode client = described.path("client");
    String name = caller.path("name").asString("somebody");
    Set<Role> roles = new LinkedHashSet<>();
    for (Role role : Role.values()) {
      if (texts(caller.path("roles")).contains(role.name().toLowerCase(Locale.ROOT))) {
        roles.add(role);
      }
    }
    String clientId = client.path("id").asString("");
    Account account =
        new Account(
            "trial",
            name,
            caller.path("displayName").asString(name),
            clientId.isEmpty() ? null : clientId,
            Set.of(),
            texts(caller.path("groups")),
            Set.of());
    return new Asker(
        new Caller(name, roles, account), client.path("name").asString(null), connection);
  }

  private static Set<String> texts(JsonNode list) {
    Set<String> texts = new LinkedHashSet<>();
    list.forEach(element -> texts.add(element.asString("")));
    return texts;
  }

  private static Tried told(Judgement judgement) {
    ObjectNode answer = JsonNodeFactory.instance.objectNode();
    switch (judgement) {
      case Judgement.Passed passed -> {
        answer.put("verdict", passed.confirmations().isEmpty() ? "PASSED" : "CONFIRM");
        if (!passed.confirmations().isEmpty()) {
          answer.put("reason", String.join(" ", passed.confirmations()));
        }
        answer.set("content", passed.content());
      }
      case Judgement.Denied denied ->
          answer.put("verdict", "DENIED").put("reason", denied.sentence());
    }
    judgement.said().forEach(answer.putArray("policies")::add);
    return new Tried.Told(answer);
  }
}
