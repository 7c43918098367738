package dev.gamelan.toolrouter.mcp.offer;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Everything that clients find behind MCP, free of its wire format and its eras.
 *
 * <p>Whoever unsubscribes from a reply has cancelled the request. What is not offered need not be
 * implemented, and must not be {@link #declared() declared}.
 */
public interface Offer {
  Declared declared();

  /** Whether there is such a connection to offer anything of. */
  default boolean knows(String connection) {
    return false;
  }

  /** Empty where the cursor is not one of this list as it is now. */
  default Optional<Pages.Page> tools(Visitor visitor, @Nullable String cursor) {
    return Pages.NONE.at(cursor);
  }

  default Optional<Pages.Page> prompts(Visitor visitor, @Nullable String cursor) {
    return Pages.NONE.at(cursor);
  }

  default Optional<Pages.Page> resources(Visitor visitor, @Nullable String cursor) {
    return Pages.NONE.at(cursor);
  }

  default Optional<Pages.Page> templates(Visitor visitor, @Nullable String cursor) {
    return Pages.NONE.at(cursor);
  }

  /**
   * @param arguments as the client wrote them; nothing about them has been checked
   */
  default Mono<Reply> call(String tool, @Nullable JsonNode arguments, Conversation conversation) {
    return Mono.just(Reply.Unknown.tool());
  }

  /** How far a task is that one of the replies here began. May block. */
  default TaskState state(Task task) {
    throw new UnsupportedOperationException("No tasks are offered");
  }

  /**
   * Answers to what a task asks. May block.
   *
   * @param answers by the names of the questions; unchecked, perhaps to questions never asked
   */
  default void answer(Task task, ObjectNode answers) {
    throw new UnsupportedOperationException("No tasks are offered");
  }

  /** Nobody wants the answer any more; without effect on a task that has ended. May block. */
  default void cancel(Task task) {
    throw new UnsupportedOperationException("No tasks are offered");
  }

  default Mono<Reply> prompt(
      String name, Map<String, String> arguments, Conversation conversation) {
    return Mono.just(Reply.Unknown.prompt());
  }

  default Mono<Reply> read(String uri, Conversation conversation) {
    return Mono.just(Reply.Unknown.resource(uri));
  }

  default Mono<Reply> complete(Unfinished unfinished, Conversation conversation) {
    return Mono.just(Reply.Completion.NONE);
  }
}
