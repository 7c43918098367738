package dev.gamelan.simulator.paging;

import dev.gamelan.simulator.operations.Answer;
import dev.gamelan.simulator.operations.Ask;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.springframework.stereotype.Component;

/** Cuts lists into pages of a hundred. */
@Component
public class Pages {
  static final int SIZE = 100;

  private final Cursors cursors;
  private final Clock clock;
  private final Duration lifetime;

  Pages(Cursors cursors, PagingProperties properties, Clock clock) {
    this.cursors = cursors;
    this.clock = clock;
    this.lifetime = properties.cursorLifetime();
  }

  /** The page that was asked for, put into its body; or Gong's refusal of the cursor. */
  public <T> Answer answer(
      Ask ask, List<T> all, BiFunction<List<T>, Page.Records, ? extends Record> body) {
    return switch (page(ask, all)) {
      case Page.Found<T> found -> Answer.ok(body.apply(found.items(), found.records()));
      case Page.BadCursor<T> bad -> Answer.refused(400, bad.reason());
    };
  }

  private <T> Page<T> page(Ask ask, List<T> all) {
    int number = 0;
    Optional<String> given = ask.cursor();
    if (given.isPresent()) {
      Optional<Cursor> cursor = cursors.read(given.get());
      if (cursor.isEmpty()) {
        return new Page.BadCursor<>("The cursor is not valid");
      }
      if (cursor.get().exp() <= clock.instant().getEpochSecond()) {
        return new Page.BadCursor<>("The cursor has expired");
      }
      if (cursor.get().inputs() != ask.inputsHash()) {
        return new Page.BadCursor<>("The cursor belongs to a request with other inputs");
      }
      number = cursor.get().pageNumber();
    }
    return cut(ask, all, number);
  }

  private <T> Page<T> cut(Ask ask, List<T> all, int number) {
    int from = Math.min(number * SIZE, all.size());
    int to = Math.min(from + SIZE, all.size());
    String next = null;
    if (to < all.size()) {
      long expiry = clock.instant().plus(lifetime).getEpochSecond();
      next = cursors.write(new Cursor(SIZE, all.size(), number + 1, expiry, ask.inputsHash()));
    }
    return new Page.Found<>(
        all.subList(from, to), new Page.Records(all.size(), to - from, number, next));
  }
}
