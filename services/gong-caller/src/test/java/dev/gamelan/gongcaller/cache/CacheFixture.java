package dev.gamelan.gongcaller.cache;

import dev.gamelan.gongcaller.gong.GongAnswer;
import dev.gamelan.gongcaller.sharing.Question;
import dev.gamelan.gongcaller.testing.Calls;
import dev.gamelan.schemas.GongRequest;
import dev.gamelan.schemas.QueryParameter;
import dev.gamelan.schemas.ToolCallRequested;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** A cache whose clock stands until it is told to go on, and what is asked of it. */
abstract class CacheFixture {
  static final Instant NOW = Instant.parse("2026-05-01T12:00:00Z");
  static final AnswerCache.Place HERE = new AnswerCache.Place("one", "default");
  static final String IDS = "{\"filter\":{\"callIds\":[\"1\"]}}";

  Instant now = NOW;
  final AnswerCache cache = cache(Map.of());

  AnswerCache cache(Map<String, String> settings) {
    return new AnswerCache(
        bound(settings),
        new Clock() {
          @Override
          public Instant instant() {
            return now;
          }

          @Override
          public ZoneOffset getZone() {
            return ZoneOffset.UTC;
          }

          @Override
          public Clock withZone(ZoneId zone) {
            return this;
          }
        },
        new SimpleMeterRegistry());
  }

  static CacheProperties bound(Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings))
        .bindOrCreate("gamelan.cache", CacheProperties.class);
  }

  static String leadsOnUntil(Instant end) {
    String claims = "{\"pageNumber\":1,\"exp\":%d}".formatted(end.getEpochSecond());
    return "{\"users\":[],\"records\":{\"cursor\":\"aA-_.%s.sig\"}}"
        .formatted(
            Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(claims.getBytes(StandardCharsets.UTF_8)));
  }

  void keep(ToolCallRequested call, String body) {
    cache.keep(HERE, asked(call), call, 1, answer(200, body), NOW, "p");
  }

  Optional<CachedAnswer> find(ToolCallRequested call) {
    return cache.find(HERE, asked(call), call, 1);
  }

  String body(ToolCallRequested call) {
    return new String(find(call).orElseThrow().answer().body(), StandardCharsets.UTF_8);
  }

  static Question asked(ToolCallRequested call) {
    return Question.of(call).orElseThrow();
  }

  static GongAnswer.Responded answer(int status, String body) {
    return new GongAnswer.Responded(
        status, "application/json", body.getBytes(StandardCharsets.UTF_8), "r", null, null);
  }

  static ToolCallRequested within(ToolCallRequested call, long millis) {
    return ToolCallRequested.newBuilder(call).setMaxAgeMillis(millis).build();
  }

  static ToolCallRequested list(String... ends) {
    ToolCallRequested call = call("GET", "/v2/calls", null);
    return ToolCallRequested.newBuilder(call)
        .setRequest(
            GongRequest.newBuilder(call.getRequest())
                .setQuery(
                    Stream.of(ends).map(end -> new QueryParameter("toDateTime", end)).toList())
                .build())
        .build();
  }

  static ToolCallRequested call(String method, String path, @Nullable String body) {
    return Calls.read(method, path)
        .setRequest(
            GongRequest.newBuilder()
                .setMethod(method)
                .setPath(path)
                .setQuery(List.<QueryParameter>of())
                .setBody(body)
                .build())
        .build();
  }
}
