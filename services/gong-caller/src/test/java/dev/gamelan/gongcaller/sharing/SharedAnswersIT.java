package dev.gamelan.gongcaller.sharing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.ToolCallRequested;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is merged and taken apart is, byte for byte, what each call would have got alone. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SharedAnswersIT {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final int SETS = 40;

  private final Asked gong = new Asked();
  private final Map<ListForm, List<String>> known = new HashMap<>();

  @BeforeAll
  void open() {
    List<String> calls = ids("GET", "/v2/calls", null, "calls", "id");
    known.put(ListForm.CALLS, calls);
    known.put(ListForm.TRANSCRIPTS, calls);
    known.put(ListForm.ACCESS, calls);
    List<String> users = ids("GET", "/v2/users", null, "users", "id");
    known.put(ListForm.USERS, users);
    List<String> flows = new ArrayList<>();
    for (JsonNode user : json("GET", "/v2/users", null).path("users")) {
      String owner = user.path("emailAddress").stringValue();
      flows.addAll(ids("GET", "/v2/flows?flowOwnerEmail=" + owner, null, "flows", "id"));
    }
    known.put(ListForm.STEPS, flows.stream().distinct().toList());
    List<String> instances = new ArrayList<>();
    List<String> prospects = new ArrayList<>();
    for (int id = 0; id < 5_000 && instances.size() < 30; id += 100) {
      String some =
          IntStream.range(id, id + 100)
              .mapToObj("\"%d\""::formatted)
              .collect(Collectors.joining(",", "{\"flowInstanceIds\":[", "]}"));
      for (JsonNode one : json("POST", "/v2/flows/prospects", some).path("prospectsAssigned")) {
        instances.add(one.path("flowInstanceId").stringValue());
        prospects.add(one.path("crmProspectId").stringValue());
      }
    }
    known.put(ListForm.INSTANCES, instances);
    known.put(ListForm.PROSPECTS, prospects.stream().distinct().toList());
  }

  @AfterAll
  void close() {
    gong.close();
  }

  @ParameterizedTest
  @EnumSource(ListForm.class)
  void mergedAndTakenApartIsWhatEachWouldHaveGotAlone(ListForm form) {
    var random = new Random(7);
    for (int set = 0; set < SETS; set++) {
      List<ToolCallRequested> calls = new ArrayList<>();
      for (int i = 0; i < 2 + random.nextInt(8); i++) {
        calls.add(call(form, random));
      }
      assertEachGetsItsOwn(calls);
    }
  }

  private ToolCallRequested call(ListForm form, Random random) {
    boolean alone = (form == ListForm.CALLS || form == ListForm.USERS) && random.nextInt(3) == 0;
    if (alone) {
      String parent = form == ListForm.CALLS ? "/v2/calls/" : "/v2/users/";
      return asking("GET", parent + id(form, random), null);
    }
    List<String> ids =
        IntStream.rangeClosed(0, random.nextInt(5))
            .mapToObj(i -> id(form, random))
            .distinct()
            .collect(Collectors.toCollection(ArrayList::new));
    Collections.shuffle(ids, random);
    return asking("POST", form.path(), body(form, ids, random.nextInt(4) == 0));
  }

  private String id(ListForm form, Random random) {
    List<String> ids = known.getOrDefault(form, List.of());
    return ids.isEmpty() || random.nextInt(6) == 0
        ? String.valueOf(900_000_000 + random.nextInt(5))
        : ids.get(random.nextInt(Math.min(ids.size(), 12)));
  }

  private static String body(ListForm form, List<String> ids, boolean more) {
    String list = JSON.writeValueAsString(ids);
    String name = form.idsAt().getLast();
    if (form.idsAt().size() == 1) {
      return "{\"%s\":%s}".formatted(name, list);
    }
    String selector =
        form == ListForm.CALLS && more
            ? ",\"contentSelector\":{\"context\":\"Extended\",\"exposedFields\":{\"parties\":true,"
                + "\"content\":{\"topics\":true,\"outline\":true}}}"
            : "";
    return "{\"filter\":{\"%s\":%s}%s}".formatted(name, list, selector);
  }

  private static ToolCallRequested asking(String method, String path, @Nullable String body) {
    var call = Calls.read(method, path);
    return call.setRequest(
            GongRequest.newBuilder()
                .setMethod(method)
                .setPath(path)
                .setQuery(List.of())
                .setBody(body)
                .build())
        .build();
  }

  private void assertEachGetsItsOwn(List<ToolCallRequested> calls) {
    Map<String, Question> questions = new LinkedHashMap<>();
    Map<String, GongRequest> requests = new HashMap<>();
    for (ToolCallRequested call : calls) {
      Question question = Question.of(call).orElseThrow();
      questions.put(question.same(), question);
      requests.put(question.same(), call.getRequest());
    }
    Map<String, GongAnswer.Responded> shared = new HashMap<>();
    resolve(List.copyOf(questions.values()), requests, shared);
    requests.forEach(
        (same, request) -> {
          GongAnswer.Responded alone = gong.ask(request);
          GongAnswer.Responded got = Objects.requireNonNull(shared.get(same));
          assertThat(got.status()).isEqualTo(alone.status());
          assertThat(masked(got)).as("%s", request).isEqualTo(masked(alone));
        });
  }

  /** As a lane does: merges what can be, and asks again what has to be. */
  private void resolve(
      List<Question> questions,
      Map<String, GongRequest> requests,
      Map<String, GongAnswer.Responded> shared) {
    List<Question> left = new ArrayList<>(questions);
    while (!left.isEmpty()) {
      Question first = left.removeFirst();
      var batch = new Batch(first, Objects.requireNonNull(requests.get(first.same())));
      List<Question> members = new ArrayList<>(List.of(first));
      left.removeIf(other -> batch.join(other) && members.add(other));
      Map<String, Part> parts = batch.apart(gong.ask(batch.request()));
      List<Question> firstHalf = new ArrayList<>();
      List<Question> secondHalf = new ArrayList<>();
      for (Question member : members) {
        switch (Objects.requireNonNull(parts.get(member.same()))) {
          case Part.Answer(GongAnswer.Responded responded) -> shared.put(member.same(), responded);
          case Part.Answer other -> throw new AssertionError(other);
          case Part.Alone alone -> resolve(List.of(member), requests, shared);
          case Part.Half(boolean isFirst) -> (isFirst ? firstHalf : secondHalf).add(member);
        }
      }
      resolve(firstHalf, requests, shared);
      resolve(secondHalf, requests, shared);
    }
  }

  @Test
  void twentyCallsByTheirIdsAreOneRequest() {
    List<ToolCallRequested> calls =
        known.getOrDefault(ListForm.CALLS, List.of()).stream()
            .limit(20)
            .map(id -> asking("GET", "/v2/calls/" + id, null))
            .toList();
    var first = Question.of(calls.getFirst()).orElseThrow();
    var batch = new Batch(first, calls.getFirst().getRequest());
    assertThat(calls.stream().allMatch(call -> batch.join(Question.of(call).orElseThrow())))
        .isTrue();

    Map<String, Part> parts = batch.apart(gong.ask(batch.request()));
    for (ToolCallRequested call : calls) {
      assertThat(parts.get(Question.of(call).orElseThrow().same()))
          .isInstanceOfSatisfying(
              Part.Answer.class,
              part ->
                  assertThat(masked((GongAnswer.Responded) part.answer()))
                      .isEqualTo(masked(gong.ask(call.getRequest()))));
    }
  }

  @Test
  void whatStandsInAListIsWhatIsGotAlone() {
    String ids = JSON.writeValueAsString(known.getOrDefault(ListForm.CALLS, List.of()));
    for (ToolCallRequested lists :
        List.of(
            asking("GET", "/v2/calls", null),
            asking("POST", "/v2/calls/extensive", "{\"filter\":{\"callIds\":%s}}".formatted(ids)),
            asking("GET", "/v2/users", null),
            asking("POST", "/v2/users/extensive", "{\"filter\":{}}"))) {
      GongAnswer.Responded answer = gong.ask(lists.getRequest());
      ItemList list = Question.of(lists).orElseThrow().list().orElseThrow();
      List<String> paths = list.paths(answer.body());
      assertThat(paths).as("%s", list).hasSizeGreaterThan(5);
      for (String path : paths) {
        assertThat(masked(answer.withBody(list.one(answer.body(), path).orElseThrow())))
            .isEqualTo(masked(gong.ask(asking("GET", path, null).getRequest())));
      }
    }
  }

  @Test
  void oneBadIdAmongSixteenCostsAtMostNineRequests() {
    List<ToolCallRequested> calls = new ArrayList<>();
    for (String id : known.getOrDefault(ListForm.ACCESS, List.of()).subList(0, 15)) {
      calls.add(asking("POST", ListForm.ACCESS.path(), body(ListForm.ACCESS, List.of(id), false)));
    }
    calls.add(
        5, asking("POST", ListForm.ACCESS.path(), body(ListForm.ACCESS, List.of("999"), false)));
    Map<String, GongRequest> requests = new LinkedHashMap<>();
    calls.forEach(call -> requests.put(Question.of(call).orElseThrow().same(), call.getRequest()));
    Map<String, GongAnswer.Responded> shared = new HashMap<>();
    int before = gong.requests();
    resolve(calls.stream().map(call -> Question.of(call).orElseThrow()).toList(), requests, shared);

    assertThat(gong.requests() - before).isLessThanOrEqualTo(9);
    assertThat(shared.values().stream().filter(answer -> answer.status() == 400)).hasSize(1);
    assertThat(shared).hasSize(16);
  }

  private static String masked(GongAnswer.Responded answer) {
    return new String(answer.body(), StandardCharsets.UTF_8)
        .replaceFirst("\"requestId\":\"[a-z0-9]+\"", "\"requestId\":\"\"");
  }

  private JsonNode json(String method, String path, @Nullable String body) {
    return JSON.readTree(gong.ask(asking(method, path, body).getRequest()).body());
  }

  private List<String> ids(
      String method, String path, @Nullable String body, String list, String id) {
    List<String> ids = new ArrayList<>();
    json(method, path, body).path(list).forEach(one -> ids.add(one.path(id).stringValue()));
    return ids;
  }
}
