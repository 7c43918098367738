package dev.gamelan.toolrouter.policy.guard;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.catalog.ArgumentCheck;
import dev.gamelan.toolrouter.catalog.CheckedArguments;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.governance.Clients;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.policy.Judge;
import dev.gamelan.toolrouter.policy.Judgement;
import dev.gamelan.toolrouter.policy.Policy;
import dev.gamelan.toolrouter.policy.facts.CallFacts;
import dev.gamelan.toolrouter.policy.facts.Question;
import dev.gamelan.toolrouter.policy.facts.When;
import dev.gamelan.toolrouter.usage.Usage;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/** Asks the policies in force, with what is known here of the call. */
@Component
public final class PolicyGuard {
  private final PolicyBook book;
  private final Judge judge;
  private final ArgumentCheck argumentCheck;
  private final Usage usage;
  private final long largestResult;
  private final Clock clock;

  PolicyGuard(
      PolicyBook book,
      Judge judge,
      ArgumentCheck argumentCheck,
      Usage usage,
      PolicyProperties properties,
      Clock clock) {
    this.book = book;
    this.judge = judge;
    this.argumentCheck = argumentCheck;
    this.usage = usage;
    this.largestResult = properties.largestResult().toBytes();
    this.clock = clock;
  }

  /** Blocks for as long as policies may take. */
  public Judgement before(GovernanceState state, Asker asker, Tool tool, ObjectNode arguments) {
    List<Policy> policies = book.of(state, asker.connection()).at(When.BEFORE);
    return policies.isEmpty()
        ? passed(arguments)
        : before(policies, asker, tool, arguments, clock.instant());
  }

  /** As {@link #before}, for policies that may not be in force. */
  public Judgement before(
      List<Policy> policies, Asker asker, Tool tool, ObjectNode arguments, Instant now) {
    return judge.judge(
        policies,
        Question.before(facts(asker, tool, now), arguments),
        changed ->
            argumentCheck.check(tool, changed) instanceof CheckedArguments.Invalid invalid
                ? invalid.sentence()
                : null);
  }

  /**
   * Blocks for as long as policies may take.
   *
   * @param bytes how large the answer came
   */
  public Judgement after(
      GovernanceState state, Asker asker, Tool tool, ObjectNode result, int status, long bytes) {
    List<Policy> policies = book.of(state, asker.connection()).at(When.AFTER);
    if (policies.isEmpty()) {
      return passed(result);
    }
    if (bytes > largestResult && policies.stream().anyMatch(Policy::enforced)) {
      return new Judgement.Denied(
          "(size)",
          "The answer is larger than the policies here may be asked about. " + tool.askForLess(),
          false,
          null,
          List.of());
    }
    return after(policies, asker, tool, result, status, clock.instant());
  }

  /** As {@link #after}, for policies that may not be in force. */
  public Judgement after(
      List<Policy> policies, Asker asker, Tool tool, ObjectNode result, int status, Instant now) {
    return judge.judge(
        policies, Question.after(facts(asker, tool, now), result, status), changed -> null);
  }

  /** Whether there are policies that filter what comes back. */
  public boolean filters(GovernanceState state, String connection) {
    return book.of(state, connection).at(When.AFTER).stream().anyMatch(Policy::enforced);
  }

  /** Whether there are policies that may want a person's yes. */
  public boolean mayAsk(GovernanceState state, String connection) {
    return book.of(state, connection).at(When.BEFORE).stream().anyMatch(Policy::asks);
  }

  /** Why the caller's AI client may make no more calls for now; null where it may. */
  public @Nullable String clientSpent(GovernanceState state, Caller caller) {
    String clientId = caller.clientId();
    Governed governed = clientId == null ? null : state.find(Clients.keyOf(clientId));
    AiClient client = governed == null ? null : governed.as(AiClient.class);
    Integer most = client == null ? null : client.callsPerDay();
    return clientId == null || most == null || usage.byClient(clientId) < most
        ? null
        : ("Your AI client has made the %d calls that it may make within 24 hours; it goes on when"
                + " the oldest of them is a day old.")
            .formatted(most);
  }

  private static Judgement passed(ObjectNode content) {
    return new Judgement.Passed(content, false, List.of(), List.of());
  }

  private CallFacts facts(Asker asker, Tool tool, Instant now) {
    Caller caller = asker.caller();
    Account account = caller.account();
    Set<String> roles = new TreeSet<>();
    caller.roles().forEach(role -> roles.add(role.name().toLowerCase(Locale.ROOT)));
    Set<String> risks = new TreeSet<>();
    tool.risks().forEach(risk -> risks.add(risk.name()));
    String clientId = caller.clientId();
    return new CallFacts(
        new CallFacts.Caller(
            caller.name(),
            account == null ? caller.name() : account.displayName(),
            caller.groups(),
            roles),
        CallFacts.Client.of(clientId, asker.client()),
        asker.connection(),
        new CallFacts.Tool(
            tool.name(),
            tool.operation().toString(),
            tool.effect().name(),
            risks,
            tool.inputSchema()),
        now,
        new CallFacts.Usage(
            usage.byUser(asker.connection(), caller.name()),
            clientId == null ? 0 : usage.byClient(clientId),
            usage.byTool(asker.connection(), tool.name())));
  }
}
