package dev.gamelan.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;
import org.springframework.messaging.MessageHandlingException;
import org.springframework.messaging.support.GenericMessage;

class FailureWithoutPayloadTest {
  private final Exception failure =
      new IllegalStateException(
          "not published",
          new MessageHandlingException(
              new GenericMessage<>("what was said"), new TimeoutException("no broker")));

  @Test
  void printsWhatHappenedAndWhereButNotTheMessage() {
    assertThat(printed(failure)).contains("what was said");

    assertThat(printed(FailureWithoutPayload.of(failure)))
        .doesNotContain("what was said")
        .contains("java.lang.IllegalStateException: not published")
        .contains("org.springframework.messaging.MessageHandlingException")
        .contains("org.apache.kafka.common.errors.TimeoutException: no broker")
        .contains("at " + FailureWithoutPayloadTest.class.getName());
  }

  @Test
  void aCopyOfACopySaysTheSame() {
    var copy = FailureWithoutPayload.of(failure);

    assertThat(FailureWithoutPayload.of(copy)).hasMessage(copy.getMessage());
  }

  @Test
  void anEndlessChainOfCausesEnds() {
    var outer = new IllegalStateException("outer");
    outer.initCause(new IllegalStateException("inner", outer));

    assertThat(printed(FailureWithoutPayload.of(outer))).contains("outer").contains("inner");
  }

  private static String printed(Throwable failure) {
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
