package dev.gamelan.toolrouter.mcp.question;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.EdgeSignalled;
import dev.gamelan.toolrouter.mcp.offer.Asked;
import dev.gamelan.toolrouter.mcp.offer.ClientAnswer;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.Inquiry.Assurance;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.mcp.offer.Reply;
import dev.gamelan.toolrouter.mcp.session.ClientCapabilities;
import dev.gamelan.toolrouter.mcp.session.Seals;
import dev.gamelan.toolrouter.mcp.signal.Signals;
import dev.gamelan.toolrouter.mcp.stream.Outbox;
import dev.gamelan.toolrouter.testing.MovableClock;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class ModernConversationTest {
  private static final JsonMapper MAPPER = new JsonMapper();
  private static final QuestionProperties PROPERTIES =
      new QuestionProperties(Duration.ofMinutes(5), 10, 5, 100, 4000);
  private static final String DELETE =
      "'name': 'gong_delete_meeting', 'arguments': {'meetingId': '1', 'why': 'x'}";
  private static final String YES =
      "'inputResponses': {'sure': {'action': 'accept', 'content': {'ok': true}}}";

  private final MovableClock clock = new MovableClock();
  private final List<EdgeSignalled> topic = new ArrayList<>();
  private final Signals signals = new Signals(topic::add, clock);
  private final SpentStates spent =
      new SpentStates(signals, PROPERTIES, Schedulers.immediate(), clock);
  private final RequestStates states =
      new RequestStates(new Seals(List.of(new byte[32])), spent, PROPERTIES, clock);
  private final Conversations conversations =
      new Conversations(
          new OpenQuestions(answer -> {}, PROPERTIES, MAPPER, new SimpleMeterRegistry(), clock),
          states,
          PROPERTIES,
          Schedulers.immediate(),
          MAPPER);

  private static Question form(String message) {
    return new Question.Elicitation(message, MAPPER.createObjectNode().put("type", "object"));
  }

  private static Inquiry sure(Assurance assurance) {
    return Inquiry.of("sure", form("Delete this meeting?"), assurance);
  }

  private Conversations.Opening opening(String caller, String params) {
    Asker asker =
        new Asker(
            new Caller(caller, Set.of()),
            null,
            null,
            Map.of(),
            null,
            new ClientCapabilities(Set.of(Question.Kind.ELICITATION)),
            null,
            null);
    ObjectNode read = MAPPER.readValue("{" + params.replace('\'', '"') + "}", ObjectNode.class);
    return conversations.modern(asker, "tools/call", read, new Outbox(1000));
  }

  private Conversation begun(String caller, String params) {
    return switch (opening(caller, params)) {
      case Conversations.Opening.Begun(var conversation) -> conversation;
      case Conversations.Opening.Refused(var sentence) -> throw new AssertionError(sentence);
    };
  }

  private Asked ask(Conversation conversation, Inquiry inquiry) {
    var asked = conversation.ask(inquiry).toFuture();
    topic.forEach(spent::heard);
    return asked.join();
  }

  private Asked ask(String params, Inquiry inquiry) {
    return ask(begun("anna", params), inquiry);
  }

  private static String state(Asked asked) {
    if (asked instanceof Asked.Instead(Reply.InputRequired required)) {
      return "'requestState': '%s'".formatted(required.state());
    }
    throw new AssertionError("No question but " + asked);
  }

  private String stateOfFirstRound(Assurance assurance) {
    return state(ask(DELETE, sure(assurance)));
  }

  private static void assertAsksAgain(Asked asked) {
    assertThat(asked)
        .isInstanceOfSatisfying(
            Asked.Instead.class,
            instead -> assertThat(instead.reply()).isInstanceOf(Reply.InputRequired.class));
  }

  @Test
  void theSecondRoundHasTheAnswer() {
    String state = stateOfFirstRound(Assurance.ASKED);

    assertThat(ask(DELETE + "," + YES + "," + state, sure(Assurance.ASKED)))
        .isInstanceOfSatisfying(
            Asked.Answered.class,
            answered ->
                assertThat(answered.answers().get("sure"))
                    .isInstanceOf(ClientAnswer.Accepted.class));
  }

  @Test
  void anAnswerToWhatWasNotAskedDoesNotCount() {
    assertAsksAgain(ask(DELETE + "," + YES, sure(Assurance.ASKED)));
    assertAsksAgain(ask(DELETE + "," + YES, sure(Assurance.ONCE)));
  }

  @Test
  void anAnswerToAnotherQuestionOfTheSameNameDoesNotCount() {
    String state = stateOfFirstRound(Assurance.ASKED);

    assertAsksAgain(
        ask(
            DELETE + "," + YES + "," + state,
            Inquiry.of("sure", form("Delete all meetings?"), Assurance.ASKED)));
  }

  @Test
  void whereNothingHangsOnItAnAnswerMayComeUnasked() {
    assertThat(ask(DELETE + "," + YES, sure(Assurance.NONE))).isInstanceOf(Asked.Answered.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "'name': 'gong_delete_meeting', 'arguments': {'meetingId': '2', 'why': 'x'}",
        "'name': 'gong_delete_meeting', 'arguments': {'meetingId': 1, 'why': 'x'}",
        "'name': 'gong_delete_meeting'",
        "'name': 'gong_delete_call', 'arguments': {'meetingId': '1', 'why': 'x'}"
      })
  void theStateIsOfThisRequestAlone(String params) {
    String state = stateOfFirstRound(Assurance.ASKED);

    assertThat(opening("anna", params + "," + YES + "," + state))
        .isInstanceOf(Conversations.Opening.Refused.class);
  }

  @Test
  void theOrderOfArgumentsDoesNotMatter() {
    String state = stateOfFirstRound(Assurance.ASKED);
    String reordered = "'arguments': {'why': 'x', 'meetingId': '1'}, 'name': 'gong_delete_meeting'";

    assertThat(ask(reordered + "," + YES + "," + state, sure(Assurance.ASKED)))
        .isInstanceOf(Asked.Answered.class);
  }

  @Test
  void theStateIsOfThisCallerAlone() {
    String state = stateOfFirstRound(Assurance.ASKED);

    assertThat(opening("bert", DELETE + "," + YES + "," + state))
        .isInstanceOf(Conversations.Opening.Refused.class);
  }

  @Test
  void theStateMustNotBeChanged() {
    String state = stateOfFirstRound(Assurance.ASKED).replace("eyJ", "eyI");

    assertThat(opening("anna", DELETE + "," + YES + "," + state))
        .isInstanceOf(Conversations.Opening.Refused.class);
    assertThat(opening("anna", DELETE + "," + YES + ", 'requestState': 7"))
        .isInstanceOf(Conversations.Opening.Refused.class);
  }

  @Test
  void theStateDoesNotLast() {
    String state = stateOfFirstRound(Assurance.ASKED);
    clock.advance(Duration.ofMinutes(5));

    assertThat(opening("anna", DELETE + "," + YES + "," + state))
        .isInstanceOf(Conversations.Opening.Refused.class);
  }

  @Test
  void whatCountsOnceIsNotTakenTwice() {
    String state = stateOfFirstRound(Assurance.ONCE);
    Asked first = ask(DELETE + "," + YES + "," + state, sure(Assurance.ONCE));
    Asked second = ask(DELETE + "," + YES + "," + state, sure(Assurance.ONCE));

    assertThat(first).isInstanceOf(Asked.Answered.class);
    assertThat(second)
        .isInstanceOfSatisfying(
            Asked.Instead.class,
            instead -> assertThat(instead.reply()).isInstanceOf(Reply.Invalid.class));
  }

  @Test
  void aFurtherRoundRemembersTheAnswersBeforeAndCountsOnceToo() {
    Inquiry then = Inquiry.of("reason", form("Why?"), Assurance.ASKED);
    String first = stateOfFirstRound(Assurance.ONCE);
    Conversation second = begun("anna", DELETE + "," + YES + "," + first);
    assertThat(ask(second, sure(Assurance.ONCE))).isInstanceOf(Asked.Answered.class);
    String state = state(ask(second, then));
    String reason = "'inputResponses': {'reason': {'action': 'accept', 'content': {}}}";

    Conversation third = begun("anna", DELETE + "," + reason + "," + state);
    assertThat(ask(third, sure(Assurance.ONCE))).isInstanceOf(Asked.Answered.class);
    assertThat(ask(third, then)).isInstanceOf(Asked.Answered.class);
    Conversation replayed = begun("anna", DELETE + "," + reason + "," + state);
    assertThat(ask(replayed, sure(Assurance.ONCE))).isInstanceOf(Asked.Instead.class);
  }

  @Test
  void whatTheClientDidNotDeclareIsNotAsked() {
    assertThat(ask(DELETE, Inquiry.of("roots", new Question.Roots(), Assurance.ASKED)))
        .isEqualTo(new Asked.Instead(new Reply.CannotAsk(Set.of(Question.Kind.ROOTS))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "7",
        "{'action': 'perhaps'}",
        "{'action': 'accept', 'content': 'yes'}",
        "{'content': {}}",
        "null"
      })
  void whatIsNoAnswerIsRefused(String answer) {
    assertThat(ask(DELETE + ", 'inputResponses': {'sure': " + answer + "}", sure(Assurance.NONE)))
        .isInstanceOfSatisfying(
            Asked.Instead.class,
            instead -> assertThat(instead.reply()).isInstanceOf(Reply.Invalid.class));
  }

  @Test
  void inputResponsesMustBeAnObject() {
    assertThat(opening("anna", DELETE + ", 'inputResponses': null"))
        .isInstanceOf(Conversations.Opening.Refused.class);
  }

  @Test
  void aStateIsBounded() {
    String long_ =
        "'inputResponses': {'first': {'action': 'accept', 'content': {'x': '%s'}}}"
            .formatted("x".repeat(4000));
    Conversation conversation = begun("anna", DELETE + "," + long_);
    ask(conversation, Inquiry.of("first", form("What?"), Assurance.NONE));

    assertThat(ask(conversation, sure(Assurance.ASKED)))
        .isInstanceOfSatisfying(
            Asked.Instead.class,
            instead -> assertThat(instead.reply()).isInstanceOf(Reply.Invalid.class));
  }
}
