package dev.gamelan.toolrouter.visibility;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.toolrouter.toolcall.ToolCall;
import dev.gamelan.toolrouter.toolcall.ToolCallAnswer;
import dev.gamelan.toolrouter.toolcall.ToolCallHandler;
import dev.gamelan.toolrouter.toolcall.ToolCalls;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;
import tools.jackson.databind.node.ObjectNode;

/**
 * Asks Gong on the installation's own behalf, the way everybody's calls go: governed, audited and
 * paid for. May block.
 */
@Component
public final class SystemCalls {
  private static final Caller CALLER = new Caller("gamelan", Set.of(Role.READ));

  private static final Duration GRACE = Duration.ofSeconds(10);

  private final ToolCalls calls;
  private final ObjectProvider<ToolCallHandler> handler;

  /**
   * @param handler asked for late: what is asked here is needed to answer its calls
   */
  SystemCalls(ToolCalls calls, ObjectProvider<ToolCallHandler> handler) {
    this.calls = calls;
    this.handler = handler;
  }

  /** Whether it is this: a token that somebody gave the same name is not. */
  @SuppressWarnings("ReferenceEquality")
  static boolean isItself(Caller caller) {
    return caller == CALLER;
  }

  /** For somebody who waits. */
  ToolCallAnswer ask(String connection, String tool, ObjectNode arguments, Duration patience) {
    return ask(connection, tool, arguments, patience, call -> call);
  }

  /** For nobody who waits. */
  public ToolCallAnswer askInBackground(
      String connection, String tool, ObjectNode arguments, Duration patience) {
    return ask(connection, tool, arguments, patience, ToolCall::inBackground);
  }

  private ToolCallAnswer ask(
      String connection,
      String tool,
      ObjectNode arguments,
      Duration patience,
      UnaryOperator<ToolCall> queue) {
    // Who may see what is not to be known from hearsay.
    ToolCall call =
        calls
            .begin(CALLER, tool, arguments, connection, patience, "gamelan", Map.of())
            .within(Duration.ZERO);
    return Objects.requireNonNull(
        handler.getObject().call(queue.apply(call)).block(patience.plus(GRACE)));
  }
}
