package dev.gamelan.toolrouter.conformance;

import static dev.gamelan.toolrouter.conformance.TestForms.json;

import dev.gamelan.toolrouter.mcp.change.Change;
import dev.gamelan.toolrouter.mcp.change.Changes;
import dev.gamelan.toolrouter.mcp.offer.Asked;
import dev.gamelan.toolrouter.mcp.offer.ClientAnswer;
import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.Inquiry.Assurance;
import dev.gamelan.toolrouter.mcp.offer.Listed;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.ResourceContents;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** The tools that the suite calls. */
final class TestTools {
  static final byte[] PNG =
      java.util.Base64.getDecoder()
          .decode(
              "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==");
  private static final byte[] WAV =
      java.util.Base64.getDecoder()
          .decode("UklGRiQAAABXQVZFZm10IBAAAAABAAEAQB8AAEAfAAABAAgAZGF0YQAAAAA=");
  private static final Duration STEP = Duration.ofMillis(50);
  private static final ObjectNode NO_ARGUMENTS = json("{'type': 'object', 'properties': {}}");

  private final Map<String, Named> tools = new TreeMap<>();
  private final Changes changes;

  private interface Call {
    Mono<Reply> answer(JsonNode arguments, Conversation conversation);
  }

  private record Named(Listed.Tool listed, Call call) {}

  TestTools(Changes changes, TestTasks tasks) {
    this.changes = changes;
    tasks(tasks);
    contents();
    conversations();
    questions();
    rounds();
  }

  List<Listed.Tool> listed() {
    return tools.values().stream().map(Named::listed).toList();
  }

  Mono<Reply> call(String name, JsonNode arguments, Conversation conversation) {
    Named tool = tools.get(name);
    return tool == null
        ? Mono.just(Reply.Unknown.tool())
        : tool.call().answer(arguments, conversation);
  }

  private void add(String name, ObjectNode schema, Call call) {
    tools.put(name, new Named(new Listed.Tool(name, "For the suite: " + name, schema), call));
  }

  private void add(String name, Call call) {
    add(name, NO_ARGUMENTS, call);
  }

  private static Call says(Content... content) {
    return (arguments, conversation) ->
        Mono.just(new Reply.Tool(List.of(content), null, false, null));
  }

  private void tasks(TestTasks tasks) {
    add(
        "greet",
        (arguments, conversation) ->
            Mono.just(
                Reply.Tool.text("Hello, %s!".formatted(arguments.path("name").asString("")))));
    add("slow_compute", tasks::slowCompute);
    add("failing_job", tasks::failingJob);
    add("protocol_error_job", tasks::protocolErrorJob);
    add("confirm_delete", tasks::confirmDelete);
    add("multi_input", tasks::multiInput);
    add("test_tool_with_task", tasks::askThenBegin);
  }

  private void contents() {
    add("test_simple_text", says(new Content.Text("This is a simple text response for testing.")));
    add("test_image_content", says(new Content.Image(PNG, "image/png")));
    add("test_audio_content", says(new Content.Audio(WAV, "audio/wav")));
    add(
        "test_embedded_resource",
        says(
            new Content.Embedded(
                new ResourceContents.Text(
                    "test://embedded-resource",
                    "text/plain",
                    "This is an embedded resource content."))));
    add(
        "test_multiple_content_types",
        says(
            new Content.Text("Multiple content types test:"),
            new Content.Image(PNG, "image/png"),
            new Content.Embedded(
                new ResourceContents.Text(
                    "test://mixed-content-resource",
                    "application/json",
                    "{\"test\":\"data\",\"value\":123}"))));
    add(
        "test_error_handling",
        (arguments, conversation) ->
            Mono.just(Reply.Tool.error("This tool intentionally returns an error for testing")));
    add(
        "json_schema_2020_12_tool",
        json(
            """
            {'$schema': 'https://json-schema.org/draft/2020-12/schema', 'type': 'object',
             '$defs': {'address': {'$anchor': 'addressDef', 'type': 'object', 'properties':
               {'street': {'type': 'string'}, 'city': {'type': 'string'}}}},
             'properties': {'name': {'type': 'string'}, 'address': {'$ref': '#/$defs/address'},
               'contactMethod': {'type': 'string', 'enum': ['phone', 'email']},
               'phone': {'type': 'string'}, 'email': {'type': 'string'}},
             'allOf': [{'anyOf': [{'required': ['phone']}, {'required': ['email']}]}],
             'if': {'properties': {'contactMethod': {'const': 'phone'}},
               'required': ['contactMethod']},
             'then': {'required': ['phone']}, 'else': {'required': ['email']},
             'additionalProperties': false}
            """),
        says(new Content.Text("ok")));
    add("test_trigger_tool_change", (arguments, conversation) -> announced(Change.TOOLS));
    add("test_trigger_prompt_change", (arguments, conversation) -> announced(Change.PROMPTS));
  }

  private Mono<Reply> announced(Change change) {
    return Mono.fromSupplier(
        () -> {
          changes.announce(change);
          return Reply.Tool.text("announced");
        });
  }

  private void conversations() {
    add(
        "test_tool_with_progress",
        (arguments, conversation) ->
            steps(
                List.of(
                    () -> conversation.progress(0, 100.0, null),
                    () -> conversation.progress(50, 100.0, null),
                    () -> conversation.progress(100, 100.0, null))));
    Call logging =
        (arguments, conversation) ->
            steps(
                List.of(
                    () -> conversation.log(LogLevel.INFO, "test", "Tool execution started"),
                    () -> conversation.log(LogLevel.INFO, "test", "Tool processing data"),
                    () -> conversation.log(LogLevel.INFO, "test", "Tool execution completed")));
    add("test_tool_with_logging", logging);
    add("test_logging_tool", logging);
  }

  private static Mono<Reply> steps(List<Runnable> steps) {
    Mono<Void> all = Mono.empty();
    for (Runnable step : steps) {
      all = all.then(Mono.<Void>fromRunnable(step)).then(Mono.delay(STEP).then());
    }
    return all.thenReturn(Reply.Tool.text("done"));
  }

  private void questions() {
    add(
        "test_sampling",
        json(
            "{'type': 'object', 'properties': {'prompt': {'type': 'string'}},"
                + " 'required': ['prompt']}"),
        (arguments, conversation) ->
            ask(
                conversation,
                TestForms.sampling(arguments.path("prompt").asString(""), 100),
                Assurance.ASKED,
                answer -> "LLM response: " + answer));
    add(
        "test_missing_capability",
        asking(TestForms.sampling("Is anybody there?", 10), Assurance.ASKED));
    add(
        "test_elicitation",
        json(
            "{'type': 'object', 'properties': {'message': {'type': 'string'}},"
                + " 'required': ['message']}"),
        (arguments, conversation) ->
            ask(
                conversation,
                TestForms.form(
                    arguments.path("message").asString(""),
                    "{'username': {'type': 'string'}, 'email': {'type': 'string'}}",
                    "['username', 'email']"),
                Assurance.ASKED,
                answer -> "User response: " + answer));
    add("test_elicitation_sep1034_defaults", asking(TestForms.withDefaults(), Assurance.ASKED));
    add("test_elicitation_sep1330_enums", asking(TestForms.withEnums(), Assurance.ASKED));
    add(
        "test_streaming_elicitation",
        asking(TestForms.oneField("Go on?", "ok", "boolean"), Assurance.ASKED));
  }

  private void rounds() {
    add(
        "test_input_required_result_elicitation",
        one(
            "user_name",
            TestForms.oneField("What is your name?", "name", "string"),
            Assurance.NONE));
    add(
        "test_input_required_result_sampling",
        one(
            "capital_question",
            TestForms.sampling("What is the capital of France?", 100),
            Assurance.ASKED));
    add(
        "test_input_required_result_list_roots",
        one("client_roots", new Question.Roots(), Assurance.ASKED));
    Question confirm = TestForms.oneField("Please confirm", "ok", "boolean");
    add("test_input_required_result_request_state", one("confirm", confirm, Assurance.ONCE));
    add("test_input_required_result_tampered_state", one("confirm", confirm, Assurance.ONCE));
    add(
        "test_input_required_result_multiple_inputs",
        (arguments, conversation) -> {
          Map<String, Question> all = new LinkedHashMap<>();
          all.put("user_name", TestForms.oneField("What is your name?", "name", "string"));
          all.put("greeting", TestForms.sampling("Generate a greeting", 50));
          all.put("client_roots", new Question.Roots());
          return asked(conversation, new Inquiry(all, Assurance.ASKED), String::valueOf);
        });
    add("test_input_required_result_multi_round", TestTools::twoRounds);
    add(
        "test_input_required_result_capabilities",
        (arguments, conversation) -> {
          Map<String, Question> all = new LinkedHashMap<>();
          if (conversation.canAsk(Question.Kind.ELICITATION)) {
            all.put("name", TestForms.oneField("What is your name?", "name", "string"));
          }
          if (conversation.canAsk(Question.Kind.SAMPLING)) {
            all.put("greeting", TestForms.sampling("Generate a greeting", 50));
          }
          return asked(conversation, new Inquiry(all, Assurance.ASKED), String::valueOf);
        });
  }

  private static Mono<Reply> twoRounds(JsonNode arguments, Conversation conversation) {
    Inquiry first =
        Inquiry.of(
            "step1",
            TestForms.oneField("Step 1: What is your name?", "name", "string"),
            Assurance.ONCE);
    Inquiry second =
        Inquiry.of(
            "step2",
            TestForms.oneField("Step 2: What is your favorite color?", "color", "string"),
            Assurance.ONCE);
    return conversation
        .ask(first)
        .flatMap(
            asked ->
                switch (asked) {
                  case Asked.Instead(var reply) -> Mono.just(reply);
                  case Asked.Answered(var name) ->
                      asked(conversation, second, color -> name + " likes " + color);
                });
  }

  private static Call asking(Question question, Assurance assurance) {
    return (arguments, conversation) ->
        ask(conversation, question, assurance, answer -> "Elicitation completed: " + answer);
  }

  private static Call one(String name, Question question, Assurance assurance) {
    return (arguments, conversation) ->
        asked(
            conversation,
            Inquiry.of(name, question, assurance),
            answers -> "state-ok: " + answers.get(name));
  }

  private static Mono<Reply> ask(
      Conversation conversation,
      Question question,
      Assurance assurance,
      Function<ClientAnswer, String> told) {
    return asked(
        conversation,
        Inquiry.of("question", question, assurance),
        answers -> told.apply(answers.getOrDefault("question", new ClientAnswer.Dismissed())));
  }

  private static Mono<Reply> asked(
      Conversation conversation,
      Inquiry inquiry,
      Function<Map<String, ClientAnswer>, String> told) {
    return conversation
        .ask(inquiry)
        .map(
            asked ->
                switch (asked) {
                  case Asked.Instead(var reply) -> reply;
                  case Asked.Answered(var answers) -> Reply.Tool.text(told.apply(answers));
                });
  }
}
