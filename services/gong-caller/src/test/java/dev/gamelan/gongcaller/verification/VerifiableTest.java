package dev.gamelan.gongcaller.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.ToolCallRequested;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VerifiableTest {
  private static final String GIVE = "PUT /v2/calls/users-access";
  private static final String TAKE = "DELETE /v2/calls/users-access";
  private static final String ACCESS =
      "{\"callAccessList\":[{\"callId\":\"1\",\"userIds\":[\"8\",\"9\"]}]}";
  private static final String UPLOAD = "POST /v2/crm/entities";
  private static final String ASSIGN = "POST /v2/flows/prospects/assign";
  private static final String PROSPECTS =
      "{\"flowId\":\"f\",\"crmProspectsIds\":[\"a\",\"b\"],\"flowInstanceOwnerEmail\":\"x@y.z\"}";

  @Test
  void asksWhoHasAccessToTheCalls() {
    GongRequest question = question(GIVE, ACCESS);
    assertThat(question.getMethod()).isEqualTo("POST");
    assertThat(question.getPath()).isEqualTo("/v2/calls/users-access");
    assertThat(question.getBody()).isEqualTo("{\"filter\":{\"callIds\":[\"1\"]}}");
    assertThat(question(TAKE, ACCESS)).isEqualTo(question);
  }

  @ParameterizedTest
  @CsvSource({
    "'8,9', true, false",
    "'7,8,9', true, false",
    "'8', false, false",
    "'', false, true",
    "'7', false, true"
  })
  void seesAccessThatWasGivenAndTaken(String users, boolean given, boolean taken) {
    String shown =
        "{\"callAccessList\":[{\"callId\":\"1\",\"users\":[%s]},{\"callId\":\"2\",\"users\":[]}]}"
            .formatted(
                users.isEmpty()
                    ? ""
                    : "{\"userId\":\"" + users.replace(",", "\"},{\"userId\":\"") + "\"}");
    assertThat(happened(GIVE, ACCESS, 200, shown)).contains(given);
    assertThat(happened(TAKE, ACCESS, 200, shown)).contains(taken);
  }

  @Test
  void takesNoAccessToAnotherCallForIt() {
    String shown =
        "{\"callAccessList\":[{\"callId\":\"2\",\"users\":[{\"userId\":\"8\"},{\"userId\":\"9\"}]}]}";
    assertThat(happened(GIVE, ACCESS, 200, shown)).contains(false);
  }

  @ParameterizedTest
  @CsvSource({GIVE, TAKE, ASSIGN})
  void sayNothingWhereGongRefuses(String operation) {
    String body = operation.equals(ASSIGN) ? PROSPECTS : ACCESS;
    assertThat(happened(operation, body, 400, "{\"errors\":[\"Some calls not found\"]}")).isEmpty();
    assertThat(happened(operation, body, 403, null)).isEmpty();
  }

  @Test
  void keepsNothingOfWhatNamesTooMuchOrNothing() {
    assertThat(Verifiable.facts(call(GIVE, "{}"))).isNull();
    assertThat(Verifiable.facts(call(GIVE, "no json"))).isNull();
    assertThat(Verifiable.facts(call(GIVE, ACCESS.replace("\"8\"", "8")))).isNull();
    String many = String.join(",", Collections.nCopies(101, "\"%d\""));
    Object[] numbers = IntStream.range(0, 101).boxed().toArray();
    assertThat(Verifiable.facts(call(GIVE, ACCESS.replace("\"8\",\"9\"", many.formatted(numbers)))))
        .isNull();
    assertThat(Verifiable.facts(call("POST /v2/meetings", ACCESS))).isNull();
    assertThat(Verifiable.facts(call(ASSIGN, "{\"flowId\":\"f\"}"))).isNull();
    assertThat(Verifiable.facts(call(UPLOAD, null))).isNull();
  }

  @Test
  void asksForTheRequestOfTheCrmByTheNameItsSenderGave() {
    ToolCallRequested upload = upload(UPLOAD);
    String facts = Objects.requireNonNull(Verifiable.facts(upload));
    Verifiable verifiable = Verifiable.of(UPLOAD).orElseThrow();
    GongRequest question = verifiable.question(facts);

    assertThat(question.getMethod() + question.getPath()).isEqualTo("GET/v2/crm/request-status");
    assertThat(question.getQuery())
        .containsExactly(
            new QueryParameter("integrationId", "7"), new QueryParameter("clientRequestId", "r"));
    assertThat(verifiable.happened(facts, 200, bytes("{\"status\":\"PENDING\"}"))).contains(true);
    assertThat(verifiable.happened(facts, 404, bytes("{}"))).contains(false);
    assertThat(verifiable.happened(facts, 401, bytes("{}"))).isEmpty();
  }

  @Test
  void aRequestThatIsNotKnownAnyMoreDoesNotSayThatNothingWasDeleted() {
    String deletion = "DELETE /v2/crm/integrations";
    String facts = Objects.requireNonNull(Verifiable.facts(upload(deletion)));
    Verifiable verifiable = Verifiable.of(deletion).orElseThrow();

    assertThat(verifiable.happened(facts, 200, bytes("{}"))).contains(true);
    assertThat(verifiable.happened(facts, 404, bytes("{}"))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"'a:f,b:f', true", "'a:g,b:g', false", "'', false", "'a:f', ", "'a:f,b:g', "})
  void seesProspectsThatWereAssigned(String shown, @Nullable Boolean happened) {
    String list =
        shown.isEmpty()
            ? ""
            : List.of(shown.split(",")).stream()
                .map(one -> one.split(":"))
                .map("{\"crmProspectId\":\"%s\",\"flowId\":\"%s\"}"::formatted)
                .reduce((one, other) -> one + "," + other)
                .orElseThrow();
    assertThat(happened(ASSIGN, PROSPECTS, 200, "{\"prospectsAssigned\":[%s]}".formatted(list)))
        .isEqualTo(Optional.ofNullable(happened));
    assertThat(Verifiable.facts(call(ASSIGN, PROSPECTS))).doesNotContain("x@y.z");
    assertThat(question(ASSIGN, PROSPECTS).getPath()).isEqualTo("/v2/flows/prospects");
  }

  private static GongRequest question(String operation, String body) {
    return Verifiable.of(operation)
        .orElseThrow()
        .question(Objects.requireNonNull(Verifiable.facts(call(operation, body))));
  }

  private static Optional<Boolean> happened(
      String operation, String body, int status, @Nullable String shown) {
    return Verifiable.of(operation)
        .orElseThrow()
        .happened(
            Objects.requireNonNull(Verifiable.facts(call(operation, body))),
            status,
            shown == null ? null : bytes(shown));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static ToolCallRequested call(String operation, @Nullable String body) {
    String[] parts = operation.split(" ", 2);
    ToolCallRequested.Builder call = Calls.read(parts[0], parts[1]);
    return call.setRequest(GongRequest.newBuilder(call.getRequest()).setBody(body).build()).build();
  }

  private static ToolCallRequested upload(String operation) {
    ToolCallRequested call = call(operation, null);
    return ToolCallRequested.newBuilder(call)
        .setRequest(
            GongRequest.newBuilder(call.getRequest())
                .setQuery(
                    List.of(
                        new QueryParameter("objectType", "DEAL"),
                        new QueryParameter("clientRequestId", "r"),
                        new QueryParameter("integrationId", "7")))
                .build())
        .build();
  }
}
