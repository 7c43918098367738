package dev.gamelan.gongcaller.cache;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.meters.Meters;
import dev.gamelan.gongcaller.sharing.Question;
import dev.gamelan.schemas.ToolCallRequested;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * Gong's answers of late, as Gong gave them: filtered for nobody, each caller's copy is filtered
 * when it is read. Of each holder and connection there is a shelf with a key of its own: another
 * owner of the partition may have written to Gong, so a new assignment begins with an empty one.
 */
@Component
@EnableConfigurationProperties(CacheProperties.class)
public final class AnswerCache {
  private final CacheProperties properties;
  private final Freshness freshness;
  private final Clock clock;
  private final MeterRegistry meters;
  private final LinkedHashMap<Place, Shelf> shelves = new LinkedHashMap<>(16, 0.75f, true);
  private long bytes;

  AnswerCache(CacheProperties properties, Clock clock, MeterRegistry meters) {
    this.properties = properties;
    this.freshness = new Freshness(properties);
    this.clock = clock;
    this.meters = meters;
    Meters.CACHE_BYTES.gauge(meters, this::bytes);
  }

  /**
   * Where a connection's answers are.
   *
   * @param owner the name of the assignment
   */
  public record Place(String owner, String connection) {}

  /**
   * Keeps the answer, if it is one that may be kept.
   *
   * @param generation of the credentials it was asked with
   */
  public synchronized void keep(
      Place place,
      Question question,
      ToolCallRequested call,
      long generation,
      GongAnswer.Responded answer,
      Instant askedAt,
      String permitId) {
    Duration good = goodFor(question, call, askedAt, answer);
    if (good.isZero() || answer.body().length > properties.largestAnswer().toBytes()) {
      return;
    }
    Instant end = askedAt.plus(good);
    Instant goodUntil = Collections.min(List.of(end, leadsOnUntil(askedAt, answer.body())));
    List<String> items = question.list().map(list -> list.paths(answer.body())).orElse(List.of());
    if (!goodUntil.isAfter(askedAt) && items.isEmpty()) {
      return;
    }
    Shelf shelf = shelf(place, generation);
    if (shelf == null) {
      shelf = new Shelf(generation);
      shelves.put(place, shelf);
    }
    bytes -= shelf.bytes();
    shelf.put(
        question.same(),
        new KeptAnswer(
            shelf.key().seal(place(place, question.same()), answer.body()),
            answer.status(),
            answer.contentType(),
            answer.requestId(),
            permitId,
            askedAt,
            goodUntil,
            question.list().orElse(null),
            items,
            end));
    while (shelf.bytes() > properties.connectionSize().toBytes()) {
      shelf.removeOldest();
    }
    bytes += shelf.bytes();
    makeRoom();
  }

  /** A 404 without Gong's request id is somebody else's. */
  private Duration goodFor(
      Question question, ToolCallRequested call, Instant askedAt, GongAnswer.Responded answer) {
    return switch (answer.status()) {
      case 200 -> freshness.of(call.getRequest(), question.isMergeable(), askedAt);
      case 404 ->
          answer.requestId() == null
              ? Duration.ZERO
              : freshness.ofNothing(call.getRequest(), askedAt);
      default -> Duration.ZERO;
    };
  }

  /** Of the time that Gong gave to go on to a next page, half is left to whoever hears it last. */
  private static Instant leadsOnUntil(Instant askedAt, byte[] body) {
    Instant closes = NextPage.closes(body);
    return closes.equals(Instant.MAX)
        ? closes
        : askedAt.plus(Duration.between(askedAt, closes).dividedBy(2));
  }

  private void makeRoom() {
    while (bytes > properties.size().toBytes()) {
      var eldest = shelves.firstEntry();
      Shelf shelf = eldest.getValue();
      bytes -= shelf.bytes();
      shelf.removeOldest();
      bytes += shelf.bytes();
      if (shelf.isEmpty()) {
        shelves.remove(eldest.getKey());
      }
    }
  }

  /**
   * What answers the call, if it is fresh enough for its kind and for the caller.
   *
   * @param generation of the credentials that Gong would be asked with
   */
  public synchronized Optional<CachedAnswer> find(
      Place place, Question question, ToolCallRequested call, long generation) {
    if (freshness.of(call.getRequest(), question.isMergeable(), clock.instant()).isZero()) {
      return Optional.empty();
    }
    Optional<CachedAnswer> found =
        Optional.ofNullable(shelf(place, generation))
            .flatMap(shelf -> found(shelf, place, question, call));
    Meters.CACHE_LOOKUPS.counter(meters, found.isPresent() ? "hit" : "miss").increment();
    return found;
  }

  private Optional<CachedAnswer> found(
      Shelf shelf, Place place, Question question, ToolCallRequested call) {
    Long maxAge = call.getMaxAgeMillis();
    String same = question.same();
    Optional<CachedAnswer> own =
        fresh(shelf, same, maxAge, KeptAnswer::isGoodAt)
            .flatMap(kept -> open(shelf, place, same, kept));
    return own.isPresent() || !question.isForOneItem()
        ? own
        : listed(shelf, place, call.getRequest().getPath(), maxAge);
  }

  /** What the list tells that was asked for last of those in which it stands. */
  private Optional<CachedAnswer> listed(
      Shelf shelf, Place place, String path, @Nullable Long maxAge) {
    String list = shelf.listWith(path);
    return list == null
        ? Optional.empty()
        : fresh(shelf, list, maxAge, KeptAnswer::hasItemsGoodAt)
            .flatMap(
                kept ->
                    open(shelf, place, list, kept)
                        .flatMap(
                            answer ->
                                kept.item(answer.answer().body(), path).map(answer::withBody)));
  }

  private Optional<KeptAnswer> fresh(
      Shelf shelf, String question, @Nullable Long maxAge, BiPredicate<KeptAnswer, Instant> good) {
    Instant now = clock.instant();
    KeptAnswer kept = shelf.get(question);
    if (kept == null) {
      return Optional.empty();
    }
    if (!kept.isGoodAt(now) && !kept.hasItemsGoodAt(now)) {
      bytes -= kept.weight();
      shelf.remove(question);
      return Optional.empty();
    }
    return good.test(kept, now) && (maxAge == null || kept.age(now).toMillis() < maxAge)
        ? Optional.of(kept)
        : Optional.empty();
  }

  private Optional<CachedAnswer> open(Shelf shelf, Place place, String question, KeptAnswer kept) {
    return shelf
        .key()
        .open(place(place, question), kept.sealed())
        .map(
            body ->
                new CachedAnswer(
                    new GongAnswer.Responded(
                        kept.status(), kept.contentType(), body, kept.requestId(), null, null),
                    kept.permitId(),
                    kept.age(clock.instant())));
  }

  /** Null where there is none; one of other credentials is thrown away. */
  private @Nullable Shelf shelf(Place place, long generation) {
    Shelf shelf = shelves.get(place);
    if (shelf != null && !shelf.isOf(generation)) {
      forget(place);
      return null;
    }
    return shelf;
  }

  private static byte[] place(Place place, String question) {
    return (place.connection() + '\n' + question).getBytes(StandardCharsets.UTF_8);
  }

  /** Something was written, or the connection is another's: what is kept of it is gone. */
  public synchronized void forget(Place place) {
    Shelf gone = shelves.remove(place);
    bytes -= gone == null ? 0 : gone.bytes();
  }

  /** An assignment is over. */
  public synchronized void forgetAllOf(String owner) {
    shelves.keySet().stream()
        .filter(place -> place.owner().equals(owner))
        .toList()
        .forEach(this::forget);
  }

  /** A connection is no more. */
  public synchronized void forgetConnection(String connection) {
    shelves.keySet().stream()
        .filter(place -> place.connection().equals(connection))
        .toList()
        .forEach(this::forget);
  }

  private synchronized long bytes() {
    return bytes;
  }
}
