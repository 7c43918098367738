package dev.gamelan.toolrouter.mcp;

import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Era;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.ResourceContents;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The one table from an offer's replies to results and errors of the protocol. */
final class Replies {
  private static final int MOST_COMPLETIONS = 100;

  private Replies() {}

  static McpOutcome outcome(McpRequest request, Reply reply) {
    return outcome(request.era(), request.method().equals("tools/call"), reply);
  }

  /**
   * @param toModel whether a language model reads the result, and so may read of what went wrong
   */
  static McpOutcome outcome(Era era, boolean toModel, Reply reply) {
    return switch (reply) {
      case Reply.Tool tool -> tool(tool);
      case Reply.Prompt prompt -> prompt(prompt);
      case Reply.Resource resource -> resource(era, resource);
      case Reply.Completion completion -> completion(completion);
      case Reply.InputRequired(var questions, var state) -> inputRequired(questions, state);
      case Reply.Later later -> new McpOutcome.Result(TaskWriter.begun(later), "task", null);
      case Reply.NeedsTasks() -> McpError.missingTasks();
      case Reply.Unknown unknown -> unknown(era, unknown);
      case Reply.Failed(var sentence, var details) -> McpError.failed(sentence, details);
      case Reply.Forbidden(var sentence, var challenge) -> McpError.forbidden(sentence, challenge);
      case Reply.Invalid(var sentence) -> McpError.invalidParams(sentence);
      case Reply.CannotAsk(var kinds) when era == Era.MODERN -> McpError.missingCapability(kinds);
      case Reply.CannotAsk ignored ->
          inWords(
              toModel,
              "This has to ask something first, and your client has not said that it can be asked;"
                  + " nothing was done. Use a client that declares elicitation when it connects.");
      case Reply.NotAnswered(var sentence) -> inWords(toModel, sentence);
    };
  }

  private static McpOutcome tool(Reply.Tool tool) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode content = result.putArray("content");
    for (Content block : tool.content()) {
      content.add(block.json());
    }
    if (tool.structured() != null) {
      result.set("structuredContent", tool.structured());
    }
    result.put("isError", tool.isError());
    if (tool.meta() != null) {
      result.set("_meta", tool.meta());
    }
    return new McpOutcome.Result(result);
  }

  private static McpOutcome prompt(Reply.Prompt prompt) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.put("description", prompt.description());
    ArrayNode messages = result.putArray("messages");
    prompt.messages().forEach(message -> messages.add(message.json()));
    return new McpOutcome.Result(result);
  }

  private static McpOutcome resource(Era era, Reply.Resource resource) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode contents = result.putArray("contents");
    for (ResourceContents one : resource.contents()) {
      contents.add(one.json());
    }
    if (era == Era.MODERN) {
      result.put("ttlMs", resource.fresh().toMillis());
      result.put("cacheScope", "private");
    }
    return new McpOutcome.Result(result);
  }

  private static McpOutcome completion(Reply.Completion given) {
    List<String> values = given.values();
    int shown = Math.min(values.size(), MOST_COMPLETIONS);
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ObjectNode completion = result.putObject("completion");
    values.subList(0, shown).forEach(completion.putArray("values")::add);
    Integer total = given.total();
    if (total != null) {
      completion.put("total", total);
    }
    completion.put("hasMore", shown < (total == null ? values.size() : total));
    return new McpOutcome.Result(result);
  }

  private static McpOutcome inputRequired(Map<String, Question> questions, String state) {
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    result.set("inputRequests", requests(questions));
    result.put("requestState", state);
    return new McpOutcome.Result(result, "input_required", null);
  }

  static ObjectNode requests(Map<String, Question> questions) {
    ObjectNode requests = JsonNodeFactory.instance.objectNode();
    questions.forEach(
        (name, question) ->
            requests
                .putObject(name)
                .put("method", question.kind().method())
                .set("params", question.params()));
    return requests;
  }

  private static McpOutcome unknown(Era era, Reply.Unknown unknown) {
    return unknown.uri() == null
        ? McpError.invalidParams(unknown.sentence())
        : McpError.noResource(era, unknown.sentence(), unknown.uri());
  }

  private static McpOutcome inWords(boolean toModel, String sentence) {
    return toModel ? tool(Reply.Tool.error(sentence)) : McpError.invalidParams(sentence);
  }
}
