package dev.gamelan.simulator.http;

import dev.gamelan.simulator.faults.Fault;
import dev.gamelan.simulator.operations.Answer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;

/** What is sent instead of an answer when a fault keeps the request from being worked on. */
final class Instead {
  private static final byte[] PAGE =
      "<!DOCTYPE html><html><body><h1>We will be right back</h1></body></html>"
          .getBytes(StandardCharsets.UTF_8);

  private Instead() {}

  /** Null when the fault leaves the work to be done, or nothing is to be sent. */
  static @Nullable Reply of(@Nullable Fault fault, Visit visit, Replies replies) {
    return switch (fault) {
      case Fault.TooManyRequests storm ->
          replies.of(Reception.tooManyRequests(retryAfter(storm, visit.moment())));
      case Fault.ServerError(int status) ->
          replies.of(Answer.refused(status, "Internal server error occurred"));
      case Fault.Html() -> new Reply(200, MediaType.TEXT_HTML, Map.of(), PAGE, Duration.ZERO);
      case Fault.Redirect(int status, String location) ->
          new Reply(
              status,
              MediaType.TEXT_HTML,
              Map.of(HttpHeaders.LOCATION, location + visit.target()),
              new byte[0],
              Duration.ZERO);
      case null, default -> null;
    };
  }

  private static Map<String, String> retryAfter(Fault.TooManyRequests storm, long moment) {
    return switch (storm.retryAfter()) {
      case SECONDS -> Map.of(HttpHeaders.RETRY_AFTER, Long.toString(storm.seconds()));
      case HTTP_DATE ->
          Map.of(
              HttpHeaders.RETRY_AFTER,
              DateTimeFormatter.RFC_1123_DATE_TIME.format(
                  Instant.ofEpochSecond(storm.seconds(), moment).atOffset(ZoneOffset.UTC)));
      case ABSENT -> Map.of();
      case GARBAGE -> Map.of(HttpHeaders.RETRY_AFTER, "soon, please");
    };
  }
}
