package dev.gamelan.gongcaller.verification;

import dev.gamelan.gongcaller.ending.Ended;
import dev.gamelan.schemas.CallClass;
import dev.gamelan.schemas.Effect;
import dev.gamelan.schemas.Ending;
import dev.gamelan.schemas.ToolCallRequested;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/**
 * Asks Gong whether a write of unknown outcome has happened, where a read shows it. The answer
 * comes by way of whoever holds the lane, and is taken for what it says of now.
 */
@Component
@EnableConfigurationProperties(VerificationProperties.class)
public class Verifications {
  private static final Logger log = LoggerFactory.getLogger(Verifications.class);

  /** By this name the trail knows the calls that look for writes. */
  static final String TOOL = "gamelan_verify_write";

  private static final Pattern CALL = Pattern.compile("verify-(.{1,200})-([0-9]{1,3})");
  private static final Duration LASTS = Duration.ofMinutes(2);
  private static final Settlements.Witness GONG = new Settlements.Witness("gamelan", null);

  private final UnsettledWrites writes;
  private final Settlements settlements;
  private final VerificationPublisher publisher;
  private final VerificationProperties properties;
  private final Clock clock;

  Verifications(
      UnsettledWrites writes,
      Settlements settlements,
      VerificationPublisher publisher,
      VerificationProperties properties,
      Clock clock) {
    this.writes = writes;
    this.settlements = settlements;
    this.publisher = publisher;
    this.properties = properties;
    this.clock = clock;
  }

  /** What is to be kept of a write to see it again; null where no read would help. */
  public static @Nullable String facts(ToolCallRequested call) {
    return Verifiable.facts(call);
  }

  /** Asks about what is due; a question that gets lost is asked again. */
  void askDue() {
    Instant now = clock.instant();
    writes
        .takeDue(
            now.minus(properties.after()), now.minus(properties.every()), properties.times(), now)
        .forEach(write -> ask(write, now));
  }

  private void ask(UnsettledWrite write, Instant now) {
    Verifiable.of(write.operation())
        .map(verifiable -> verifiable.question(Objects.requireNonNull(write.facts())))
        .map(
            question ->
                ToolCallRequested.newBuilder()
                    .setCallId("verify-%s-%d".formatted(write.callId(), write.verifications()))
                    .setConnection(write.connection())
                    .setCaller("gamelan")
                    .setTool(TOOL)
                    .setOperation("%s %s".formatted(question.getMethod(), question.getPath()))
                    .setEffect(Effect.READ)
                    .setCallClass(CallClass.BACKGROUND)
                    .setRequest(question)
                    .setRequestedAt(now)
                    .setDeadline(now.plus(LASTS))
                    .build())
        .ifPresent(publisher::ask);
  }

  /** How a call ended; those that ask nothing of a write are none of this. */
  public void heard(ToolCallRequested call, Ended ended) {
    Matcher question = CALL.matcher(call.getCallId());
    Integer status = ended.httpStatus();
    boolean answered =
        ended.ending() == Ending.ANSWERED || ended.ending() == Ending.REFUSED_BY_GONG;
    if (!call.getTool().equals(TOOL) || !question.matches() || status == null || !answered) {
      return;
    }
    try {
      writes
          .find(question.group(1))
          .filter(write -> write.settlement() == null && write.facts() != null)
          .ifPresent(write -> judge(write, status, ended.body()));
    } catch (DataAccessException | TransactionException away) {
      log.debug("What Gong said of a write could not be noted", away);
    }
  }

  private void judge(UnsettledWrite write, int status, byte @Nullable [] body) {
    Verifiable.of(write.operation())
        .flatMap(one -> one.happened(Objects.requireNonNull(write.facts()), status, body))
        .ifPresent(
            happened ->
                settlements.settle(
                    write.callId(),
                    GONG,
                    happened,
                    happened
                        ? "Gong was asked, and things are as the write would have left them."
                        : "Gong was asked, and things are not as the write would have left them."));
  }
}
