package dev.gamelan.toolrouter.mcp.gong;

import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.mcp.McpProperties;
import dev.gamelan.toolrouter.mcp.offer.Asked;
import dev.gamelan.toolrouter.mcp.offer.ClientAnswer;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.toolcall.Outcome;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import dev.gamelan.toolrouter.toolcall.ToolCallHandler;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;

/**
 * Asks the person in front of the client before a tool does what cannot be taken back, or what a
 * policy wants to be asked about. Nobody is asked about a call that would be refused anyway, and a
 * confirmed one is decided on once more.
 */
@Component
final class Confirmations {
  static final String NAME = "confirmation";

  private final Catalog catalog;
  private final GongCalls gong;
  private final ToolCallHandler handler;
  private final McpProperties.Confirm confirm;

  Confirmations(
      Catalog catalog, GongCalls gong, ToolCallHandler handler, McpProperties properties) {
    this.catalog = catalog;
    this.gong = gong;
    this.handler = handler;
    this.confirm = properties.confirm();
  }

  /** Whether a call may be made. */
  sealed interface Consent {
    /**
     * The person said yes, or need not be asked.
     *
     * @param asked whether they were
     */
    record Given(boolean asked) implements Consent {}

    /** The call has been refused. */
    record Withheld(ToolCallAnswer answer) implements Consent {}

    /** The client has to hear this instead of an answer. */
    record Instead(Reply reply) implements Consent {}
  }

  Mono<Consent> seek(String name, @Nullable JsonNode arguments, Conversation conversation) {
    Tool tool = catalog.find(name).orElse(null);
    if (tool == null) {
      return Mono.just(new Consent.Given(false));
    }
    ToolCall call = gong.begin(name, arguments, conversation);
    return Mono.fromCallable(() -> handler.confirmations(call))
        .flatMap(
            why -> {
              if (!why.isEmpty()) {
                return ask(tool, call, why, conversation);
              }
              return confirm.covers(tool.effect())
                  ? handler
                      .refusal(call)
                      .<Consent>map(Consent.Withheld::new)
                      .switchIfEmpty(Mono.defer(() -> ask(tool, call, why, conversation)))
                  : Mono.just(new Consent.Given(false));
            });
  }

  private Mono<Consent> ask(Tool tool, ToolCall call, List<String> why, Conversation conversation) {
    return conversation
        .ask(
            Inquiry.of(
                NAME,
                ConfirmationQuestion.of(tool, call.arguments(), call.connection(), why),
                Inquiry.Assurance.ONCE))
        .flatMap(
            asked ->
                switch (asked) {
                  case Asked.Answered(var answers) -> answered(tool, call, answers.get(NAME));
                  case Asked.Instead(var reply) -> instead(tool, call, reply);
                });
  }

  private Mono<Consent> answered(Tool tool, ToolCall call, @Nullable ClientAnswer answer) {
    if (ConfirmationQuestion.isYes(answer)) {
      return Mono.just(new Consent.Given(true));
    }
    return refused(
        tool,
        call,
        answer instanceof ClientAnswer.Dismissed
            ? "The question whether to do this was closed without a decision; nothing was done."
            : "The user said no; nothing was done. Do not try again unless they ask for it.");
  }

  private Mono<Consent> instead(Tool tool, ToolCall call, Reply reply) {
    return switch (reply) {
      case Reply.InputRequired question -> Mono.just(new Consent.Instead(question));
      case Reply.NotAnswered(var sentence) -> refused(tool, call, sentence);
      case Reply.CannotAsk ignored ->
          told(tool, call, "The client has not declared that its user can be asked.", reply);
      default -> told(tool, call, "No confirmation came that counts; nothing was done.", reply);
    };
  }

  /** On record as a refusal, and put to the client in the words of its era. */
  private Mono<Consent> told(Tool tool, ToolCall call, String reason, Reply reply) {
    return handler
        .refused(call, tool, Outcome.NOT_CONFIRMED, reason)
        .thenReturn(new Consent.Instead(reply));
  }

  private Mono<Consent> refused(Tool tool, ToolCall call, String sentence) {
    return handler.refused(call, tool, Outcome.NOT_CONFIRMED, sentence).map(Consent.Withheld::new);
  }
}
