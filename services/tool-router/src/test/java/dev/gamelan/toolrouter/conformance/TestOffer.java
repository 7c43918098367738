package dev.gamelan.toolrouter.conformance;

import dev.gamelan.toolrouter.mcp.change.Changes;
import dev.gamelan.toolrouter.mcp.offer.Asked;
import dev.gamelan.toolrouter.mcp.offer.Content;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Declared;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.Listed;
import dev.gamelan.toolrouter.mcp.offer.Listed.Prompt.Argument;
import dev.gamelan.toolrouter.mcp.offer.Message;
import dev.gamelan.toolrouter.mcp.offer.Offer;
import dev.gamelan.toolrouter.mcp.offer.Pages;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.offer.ResourceContents;
import dev.gamelan.toolrouter.mcp.offer.Task;
import dev.gamelan.toolrouter.mcp.offer.TaskState;
import dev.gamelan.toolrouter.mcp.offer.Unfinished;
import dev.gamelan.toolrouter.mcp.offer.Visitor;
import dev.gamelan.toolrouter.mcp.task.Tasks;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Primary;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Offers what the suite asks for, in the place of Gong. */
@Primary
public final class TestOffer implements Offer {
  private static final Pattern TEMPLATE = Pattern.compile("test://template/([^/]+)/data");
  private static final Duration FRESH = Duration.ofMinutes(1);

  private final TestTools tools;
  private final Pages toolPages;
  private final Pages prompts;
  private final Pages resources;
  private final Pages templates;

  TestOffer(Changes changes, Tasks tasks, JsonMapper mapper) {
    this.tools = new TestTools(changes, new TestTasks(tasks));
    this.toolPages = Pages.of("test-tools", tools.listed(), 100, mapper);
    this.prompts =
        Pages.of(
            "test-prompts",
            List.of(
                prompt("test_simple_prompt"),
                prompt("test_prompt_with_arguments", "arg1", "arg2"),
                prompt("test_prompt_with_embedded_resource", "resourceUri"),
                prompt("test_prompt_with_image"),
                prompt("test_input_required_result_prompt")),
            100,
            mapper);
    this.resources =
        Pages.of(
            "test-resources",
            List.of(
                resource("test://static-text", "text/plain"),
                resource("test://static-binary", "image/png"),
                resource("test://watched-resource", "text/plain")),
            100,
            mapper);
    this.templates =
        Pages.of(
            "test-templates",
            List.of(
                new Listed.Template(
                    "test://template/{id}/data", "data", "Data", "Data", "application/json")),
            100,
            mapper);
  }

  private static Listed prompt(String name, String... arguments) {
    return new Listed.Prompt(
        name,
        name,
        "For the suite",
        List.of(arguments).stream()
            .map(argument -> new Argument(argument, "For the suite", true))
            .toList());
  }

  private static Listed resource(String uri, String mimeType) {
    return new Listed.Resource(uri, uri.substring(7), uri, "For the suite", mimeType);
  }

  @Override
  public Declared declared() {
    return Declared.of(
        "For the suite",
        Declared.Part.TOOLS,
        Declared.Part.PROMPTS,
        Declared.Part.RESOURCES,
        Declared.Part.COMPLETIONS,
        Declared.Part.TASKS,
        Declared.Part.LOGGING);
  }

  @Override
  public Optional<Pages.Page> tools(Visitor visitor, @Nullable String cursor) {
    return toolPages.at(cursor);
  }

  @Override
  public Optional<Pages.Page> prompts(Visitor visitor, @Nullable String cursor) {
    return prompts.at(cursor);
  }

  @Override
  public Optional<Pages.Page> resources(Visitor visitor, @Nullable String cursor) {
    return resources.at(cursor);
  }

  @Override
  public Optional<Pages.Page> templates(Visitor visitor, @Nullable String cursor) {
    return templates.at(cursor);
  }

  @Override
  public Mono<Reply> call(String tool, @Nullable JsonNode arguments, Conversation conversation) {
    return tools.call(
        tool, arguments == null ? JsonNodeFactory.instance.objectNode() : arguments, conversation);
  }

  @Override
  public TaskState state(Task task) {
    return TestTasks.state(task);
  }

  @Override
  public void answer(Task task, ObjectNode answers) {
    TestTasks.answer(task, answers);
  }

  @Override
  public void cancel(Task task) {
    TestTasks.cancel(task);
  }

  @Override
  public Mono<Reply> prompt(String name, Map<String, String> arguments, Conversation conversation) {
    return switch (name) {
      case "test_simple_prompt" -> says(new Content.Text("This is a simple prompt for testing."));
      case "test_prompt_with_arguments" ->
          says(
              new Content.Text(
                  "Prompt with arguments: arg1='%s', arg2='%s'"
                      .formatted(arguments.get("arg1"), arguments.get("arg2"))));
      case "test_prompt_with_embedded_resource" ->
          says(
              new Content.Embedded(
                  new ResourceContents.Text(
                      arguments.getOrDefault("resourceUri", "test://none"),
                      "text/plain",
                      "Embedded resource content for testing.")),
              new Content.Text("Please process the embedded resource above."));
      case "test_prompt_with_image" ->
          says(
              new Content.Image(TestTools.PNG, "image/png"),
              new Content.Text("Please analyze the image above."));
      case "test_input_required_result_prompt" ->
          conversation
              .ask(
                  Inquiry.of(
                      "user_context",
                      TestForms.oneField(
                          "What context should the prompt use?", "context", "string"),
                      Inquiry.Assurance.ASKED))
              .flatMap(
                  asked ->
                      switch (asked) {
                        case Asked.Instead(var reply) -> Mono.just(reply);
                        case Asked.Answered(var answers) ->
                            says(new Content.Text("In this context: " + answers));
                      });
      default -> Mono.just(Reply.Unknown.prompt());
    };
  }

  private static Mono<Reply> says(Content... content) {
    return Mono.just(
        new Reply.Prompt("For the suite", List.of(content).stream().map(Message::user).toList()));
  }

  @Override
  public Mono<Reply> read(String uri, Conversation conversation) {
    Matcher template = TEMPLATE.matcher(uri);
    if (template.matches()) {
      String id = template.group(1);
      return contains(
          new ResourceContents.Text(
              uri,
              "application/json",
              "{\"id\":\"%s\",\"templateTest\":true,\"data\":\"Data for ID: %s\"}"
                  .formatted(id, id)));
    }
    return switch (uri) {
      case "test://static-text" ->
          contains(
              new ResourceContents.Text(
                  uri, "text/plain", "This is the content of the static text resource."));
      case "test://static-binary" ->
          contains(new ResourceContents.Binary(uri, "image/png", TestTools.PNG));
      case "test://watched-resource" ->
          contains(new ResourceContents.Text(uri, "text/plain", "Watched resource content."));
      default -> Mono.just(Reply.Unknown.resource(uri));
    };
  }

  private static Mono<Reply> contains(ResourceContents contents) {
    return Mono.just(new Reply.Resource(List.of(contents), FRESH));
  }

  @Override
  public Mono<Reply> complete(Unfinished unfinished, Conversation conversation) {
    List<String> values = List.of("paris", "park", "party");
    return Mono.just(
        new Reply.Completion(
            values.stream().filter(value -> value.startsWith(unfinished.value())).toList(),
            values.size()));
  }
}
