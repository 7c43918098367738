package dev.gamelan.toolrouter.mcp.offer;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** What an offer makes of a request. */
public sealed interface Reply {
  /**
   * What a tool answered.
   *
   * @param isError whether the text tells why there is no answer; the model reads it either way
   */
  record Tool(
      List<Content> content,
      @Nullable ObjectNode structured,
      boolean isError,
      @Nullable ObjectNode meta)
      implements Reply {
    public static Tool text(String text) {
      return new Tool(List.of(new Content.Text(text)), null, false, null);
    }

    public static Tool error(String sentence) {
      return new Tool(List.of(new Content.Text(sentence)), null, true, null);
    }
  }

  /** A prompt with its blanks filled. */
  record Prompt(String description, List<Message> messages) implements Reply {}

  /**
   * What is in a resource.
   *
   * @param fresh how long the client may keep it
   */
  record Resource(List<ResourceContents> contents, Duration fresh) implements Reply {}

  /**
   * How an argument may go on, best first, at most a hundred.
   *
   * @param total how many there are in all; null where unknown
   */
  record Completion(List<String> values, @Nullable Integer total) implements Reply {
    public static final Completion NONE = new Completion(List.of(), 0);
  }

  /**
   * There is nothing of this name.
   *
   * @param uri of the resource that is not there
   */
  record Unknown(String sentence, @Nullable String uri) implements Reply {
    public static Unknown tool() {
      return new Unknown(
          "There is no tool of this name. List the tools for those there are.", null);
    }

    public static Unknown prompt() {
      return new Unknown(
          "There is no prompt of this name. List the prompts for those there are.", null);
    }

    public static Unknown resource(String uri) {
      return new Unknown(
          "There is no resource at this address. List the resources for those there are.", uri);
    }
  }

  /**
   * The request makes sense and there is no answer to it, now or at all.
   *
   * @param details for programs: a stable code, and when to try again
   */
  record Failed(String sentence, ObjectNode details) implements Reply {}

  /**
   * Whoever asks may not, and could with a token of more scopes.
   *
   * @param challenge tells the client's software which, as WWW-Authenticate does
   */
  record Forbidden(String sentence, String challenge) implements Reply {}

  /** The request does not make sense as it is. */
  record Invalid(String sentence) implements Reply {}

  /**
   * The client has to be asked first. A conversation makes it; an offer only hands it on.
   *
   * @param state to be sent back with the answers
   */
  record InputRequired(Map<String, Question> questions, String state) implements Reply {}

  /**
   * The answer comes later; the task is durable already.
   *
   * @param handle by which the client asks for it
   * @param poll how often it should ask
   */
  record Later(Task task, String handle, Duration poll, String message) implements Reply {}

  /** The answer can only come later, and the client has not declared that it takes tasks. */
  record NeedsTasks() implements Reply {}

  /** The client has not declared that it can be asked such things. */
  record CannotAsk(Set<Question.Kind> kinds) implements Reply {}

  /** The client was asked and there is no answer that could be used. */
  record NotAnswered(String sentence) implements Reply {}
}
