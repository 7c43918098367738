package dev.gamelan.toolrouter.mcp.gong;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.toolrouter.admission.Place;
import dev.gamelan.toolrouter.mcp.offer.Asked;
import dev.gamelan.toolrouter.mcp.offer.Conversation;
import dev.gamelan.toolrouter.mcp.offer.Inquiry;
import dev.gamelan.toolrouter.mcp.offer.LogLevel;
import dev.gamelan.toolrouter.mcp.offer.Question;
import dev.gamelan.toolrouter.testing.MovableClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

class QueueNewsTest {
  private final MovableClock clock = new MovableClock();
  private final Heard client = new Heard();
  private Place.Standing standing = queued(3, 1400);
  private final QueueNews news = new QueueNews(() -> standing, client, clock);

  private static Place.Standing queued(int position, long millis) {
    return new Place.Standing.Queued(position, Duration.ofMillis(millis));
  }

  private void after(Duration time, Place.Standing standing) {
    clock.advance(time);
    this.standing = standing;
    news.tell();
  }

  @Test
  void tellsAtOnceWhereTheCallStands() {
    assertThat(news.tell()).isTrue();

    assertThat(client.told).containsExactly("0.0 of 4.0: queued: position 3, about 2 s");
  }

  @Test
  void tellsOfEachNearerPlaceAndThenThatGongIsAsked() {
    news.tell();
    after(Duration.ofSeconds(1), queued(2, 1000));
    after(Duration.ofSeconds(1), queued(1, 1));
    after(Duration.ofSeconds(1), new Place.Standing.Due());
    standing = new Place.Standing.Asking();

    assertThat(news.tell()).isFalse();
    assertThat(client.told)
        .containsExactly(
            "0.0 of 4.0: queued: position 3, about 2 s",
            "1.0 of 4.0: queued: position 2, about 1 s",
            "2.0 of 4.0: queued: position 1, about 1 s",
            "2.5 of 4.0: queued: the turn is expected now",
            "3.0 of 4.0: asking Gong");
  }

  @Test
  void tellsNothingTwiceAndNothingOfAStepBack() {
    news.tell();
    after(Duration.ofSeconds(2), queued(3, 900));
    after(Duration.ofSeconds(2), queued(5, 900));

    assertThat(client.told).hasSize(1);
  }

  @Test
  void tellsOfThePlaceNoMoreThanOnceASecond() {
    news.tell();
    after(Duration.ofMillis(999), queued(2, 1000));
    after(Duration.ofMillis(1), queued(1, 1000));

    assertThat(client.told)
        .containsExactly(
            "0.0 of 4.0: queued: position 3, about 2 s",
            "2.0 of 4.0: queued: position 1, about 1 s");
  }

  @Test
  void aSecondCallOfOneRequestCountsOn() {
    news.tell();
    after(Duration.ZERO, new Place.Standing.Asking());
    standing = queued(2, 1000);

    new QueueNews(() -> standing, client, clock).tell();

    assertThat(client.told.getLast()).isEqualTo("4.0 of 7.0: queued: position 2, about 1 s");
  }

  /** Writes down what a client is told. */
  private static final class Heard implements Conversation {
    private final List<String> told = new ArrayList<>();
    private double reached = -1;

    @Override
    public void progress(double progress, @Nullable Double total, @Nullable String message) {
      reached = progress;
      told.add(progress + " of " + total + ": " + message);
    }

    @Override
    public double progressTold() {
      return reached;
    }

    @Override
    public Caller caller() {
      return new Caller("ann", Set.of());
    }

    @Override
    public @Nullable String connection() {
      return null;
    }

    @Override
    public @Nullable String client() {
      return null;
    }

    @Override
    public Map<String, String> traceHeaders() {
      return Map.of();
    }

    @Override
    public @Nullable Duration maxAge() {
      return null;
    }

    @Override
    public boolean takesTasks() {
      return false;
    }

    @Override
    public boolean wantsProgress() {
      return true;
    }

    @Override
    public void log(LogLevel level, String logger, String message) {}

    @Override
    public boolean canAsk(Question.Kind kind) {
      return false;
    }

    @Override
    public Mono<Asked> ask(Inquiry inquiry) {
      return Mono.error(new IllegalStateException("Nobody is asked"));
    }
  }
}
