package dev.gamelan.toolrouter.mcp.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpResponse;
import org.springframework.util.unit.DataSize;
import reactor.test.StepVerifier;

class StreamWriterTest {
  private final StreamWriter writer =
      new StreamWriter(new StreamProperties(Duration.ofSeconds(15), DataSize.ofBytes(20), 10, 10));
  private final MockServerHttpResponse response = new MockServerHttpResponse();

  private static byte[] json(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private String body() {
    return String.valueOf(response.getBodyAsString().block());
  }

  @Test
  void anAnswerThatComesFirstIsJsonWithItsStatus() {
    Outbox outbox = writer.outbox();
    outbox.finish(json("{\"answer\":1}"), HttpStatus.BAD_REQUEST);
    writer.write(outbox, response).block();

    assertThat(response.getStatusCode()).isEqualTo(HttpStatus.BAD_REQUEST);
    assertThat(response.getHeaders().getFirst("Content-Type")).isEqualTo("application/json");
    assertThat(body()).isEqualTo("{\"answer\":1}");
  }

  @Test
  void anAnswerThatComesAfterSomethingElseEndsAStream() {
    Outbox outbox = writer.outbox();
    assertThat(outbox.send(json("{\"n\":1}"))).isTrue();
    outbox.finish(json("{\"answer\":1}"), HttpStatus.OK);
    assertThat(outbox.send(json("{}"))).isFalse();
    writer.write(outbox, response).block();

    assertThat(response.getHeaders().getFirst("Content-Type")).isEqualTo("text/event-stream");
    assertThat(response.getHeaders().getFirst("X-Accel-Buffering")).isEqualTo("no");
    assertThat(body())
        .isEqualTo("event: message\ndata: {\"n\":1}\n\nevent: message\ndata: {\"answer\":1}\n\n");
  }

  @Test
  void aSilentStreamIsKeptAlive() {
    StepVerifier.withVirtualTime(
            () -> {
              Outbox outbox = writer.outbox();
              outbox.send(json("{}"));
              return writer
                  .write(outbox, response)
                  .and(
                      reactor.core.publisher.Mono.delay(Duration.ofSeconds(31))
                          .doOnNext(tick -> outbox.end()));
            })
        .thenAwait(Duration.ofSeconds(40))
        .verifyComplete();

    assertThat(body()).isEqualTo("event: message\ndata: {}\n\n:\n\n:\n\n");
  }

  @Test
  void whatASlowClientHasNotTakenIsBoundedButTheAnswerAlwaysFits() {
    Outbox outbox = writer.outbox();

    assertThat(outbox.send(json("x".repeat(20)))).isTrue();
    assertThat(outbox.send(json("x"))).isFalse();
    outbox.finish(json("x".repeat(100)), HttpStatus.OK);
    assertThat(outbox.messages().collectList().block()).hasSize(2);
  }

  @Test
  void whoHasTakenSomethingHasRoomAgain() {
    Outbox outbox = writer.outbox();
    StepVerifier.create(outbox.messages(), 0)
        .then(() -> assertThat(outbox.send(json("x".repeat(20)))).isTrue())
        .then(() -> assertThat(outbox.send(json("x"))).isFalse())
        .thenRequest(1)
        .expectNextCount(1)
        .then(() -> assertThat(outbox.send(json("x"))).isTrue())
        .thenCancel()
        .verify();
  }
}
