package dev.gamelan.audit.trail;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.AuditEvent;
import dev.gamelan.schemas.AuditKind;
import java.time.Instant;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.FieldSource;

class UsabilityTest {
  private static final String LONG = "x".repeat(Usability.LONGEST_NAME + 1);

  @Test
  void keepsAnEventAsTheServicesPublishIt() {
    assertThat(Usability.objectionTo(Events.ended("acme", "c1").build())).isEmpty();
  }

  @Test
  void keepsARefusalOfAToolThatHasNoName() {
    var event = Events.ended("acme", "c1").setTool("").setOperation("").build();
    assertThat(Usability.objectionTo(event)).isEmpty();
  }

  @Test
  void keepsAChangeThatIsOfNoCall() {
    var event =
        Events.ended("", "")
            .setEventId("changed/0")
            .setKind(AuditKind.CONNECTION_CHANGED)
            .setTool("")
            .build();
    assertThat(Usability.objectionTo(event)).isEmpty();
  }

  static final java.util.List<Arguments> UNUSABLE =
      java.util.List.of(
          unusable("its kind is not known here", e -> e.setKind(AuditKind.UNKNOWN)),
          unusable("its eventId is empty", e -> e.setEventId(" ")),
          unusable("its connection is empty", e -> e.setConnection("")),
          unusable("its callId is empty", e -> e.setCallId("")),
          unusable(
              "its time is beyond all calendars",
              e -> e.setAt(Instant.ofEpochMilli(Long.MAX_VALUE))),
          unusable(
              "its time is beyond all calendars",
              e -> e.setAt(Instant.ofEpochMilli(Long.MIN_VALUE))),
          unusable("its eventId is longer than 500 characters", e -> e.setEventId(LONG)),
          unusable("its connection is longer than 500 characters", e -> e.setConnection(LONG)),
          unusable("its callId is longer than 500 characters", e -> e.setCallId(LONG)),
          unusable("its caller is longer than 500 characters", e -> e.setCaller(LONG)),
          unusable("its tool is longer than 500 characters", e -> e.setTool(LONG)),
          unusable("its clientId is longer than 500 characters", e -> e.setClientId(LONG)),
          unusable("its subject is longer than 500 characters", e -> e.setSubject(LONG)),
          unusable("its outcome is longer than 500 characters", e -> e.setOutcome(LONG)));

  private static Arguments unusable(String why, UnaryOperator<AuditEvent.Builder> change) {
    return Arguments.of(why, change.apply(Events.ended("acme", "c1")).build());
  }

  @ParameterizedTest(name = "{0}")
  @FieldSource("UNUSABLE")
  void saysWhyAnEventCannotBeKept(String why, AuditEvent event) {
    assertThat(Usability.objectionTo(event)).contains(why);
  }
}
