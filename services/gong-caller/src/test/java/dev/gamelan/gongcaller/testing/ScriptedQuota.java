package dev.gamelan.gongcaller.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Stands for quota: grants everything at once, unless a test scripts something else. */
public final class ScriptedQuota implements AutoCloseable {
  private static final Pattern OUTCOME =
      Pattern.compile("/v1/connections/([^/]+)/permits/([^/]+)/outcome");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final HttpServer server;
  private final AtomicInteger permits = new AtomicInteger();
  private final Queue<Function<Asked, Answer>> script = new ConcurrentLinkedQueue<>();
  private final Map<String, Answer> usualOn = new ConcurrentHashMap<>();
  private volatile Answer usual = granted(0, 5_000, 0);
  private volatile boolean away;
  private volatile @Nullable Tenancy tenancy;
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
  private final List<String> released = new CopyOnWriteArrayList<>();
  private final List<String> renewed = new CopyOnWriteArrayList<>();

  public record Asked(String connection, String holder, String callId, String permitId) {}

  public record Outcome(String connection, String permitId, JsonNode body) {
    public String result() {
      return body.path("result").asString();
    }
  }

  public record Answer(int status, String body) {}

  public ScriptedQuota() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  public static Answer granted(long delayMillis, long expiresInMillis, long spacingMillis) {
    return new Answer(
        200,
        """
        {"permitId":"%%s","delayMillis":%d,"expiresInMillis":%d,"spacingMillis":%d}
        """
            .formatted(delayMillis, expiresInMillis, spacingMillis));
  }

  public static Answer refused(int status, String code, long retryAfterMillis) {
    return new Answer(
        status,
        """
        {"refused":"%s","detail":"as scripted","retryAfterMillis":%s}
        """
            .formatted(code, retryAfterMillis < 0 ? "null" : retryAfterMillis));
  }

  /** Answers the next question in its own way. */
  public void next(Function<Asked, Answer> answer) {
    script.add(answer);
  }

  public void usually(Answer answer) {
    usual = answer;
    usualOn.clear();
    tenancy = null;
  }

  /**
   * From now on a connection has one holder at a time, with turns at this distance, where nothing
   * else is scripted; until {@link #usually} is said again.
   */
  public void paced(Duration spacing) {
    tenancy = new Tenancy(spacing);
  }

  /** Until {@link #usually} is said again. */
  public void usuallyOn(String connection, Answer answer) {
    usualOn.put(connection, answer);
  }

  /** Whether it answers at all. */
  public void away(boolean now) {
    away = now;
  }

  public List<Asked> askedFor(String callId) {
    return asked.stream().filter(ask -> ask.callId().equals(callId)).toList();
  }

  public List<Asked> askedOn(String connection) {
    return asked.stream().filter(ask -> ask.connection().equals(connection)).toList();
  }

  public Optional<Outcome> outcomeOf(String permitId) {
    return outcomes.stream().filter(outcome -> outcome.permitId().equals(permitId)).findFirst();
  }

  public List<String> released() {
    return released;
  }

  public List<String> renewed() {
    return renewed;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Answer answer = answer(exchange.getRequestMethod(), path, body);
      byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    } catch (RuntimeException bug) {
      throw new UncheckedIOException(new IOException(bug));
    }
  }

  private Answer answer(String method, String path, String body) {
    if (away) {
      return new Answer(503, "");
    }
    if (path.startsWith("/actuator")) {
      return new Answer(200, "{\"status\":\"UP\"}");
    }
    String connection = path.split("/")[3];
    Tenancy paced = tenancy;
    Matcher outcome = OUTCOME.matcher(path);
    if (outcome.matches()) {
      if (paced != null) {
        paced.outcome(connection, outcome.group(2));
      }
      outcomes.add(new Outcome(connection, outcome.group(2), JSON.readTree(body)));
      return new Answer(204, "");
    }
    if (path.endsWith("/permits")) {
      return permit(connection, JSON.readTree(body));
    }
    String holder = path.substring(path.lastIndexOf('/') + 1);
    if (method.equals("DELETE")) {
      released.add(holder);
      if (paced != null) {
        paced.release(connection, holder);
      }
      return new Answer(204, "");
    }
    renewed.add(holder);
    return paced == null ? new Answer(200, "") : paced.claim(connection, holder);
  }

  private Answer permit(String connection, JsonNode wish) {
    String permitId = "permit-" + permits.incrementAndGet();
    var ask =
        new Asked(
            connection, wish.path("holder").asString(), wish.path("callId").asString(), permitId);
    asked.add(ask);
    Answer answer = answer(ask);
    return new Answer(answer.status(), answer.body().replace("%s", permitId));
  }

  private Answer answer(Asked ask) {
    Tenancy paced = tenancy;
    Function<Asked, Answer> scripted = script.poll();
    if (scripted != null) {
      if (paced != null) {
        paced.claim(ask.connection(), ask.holder());
      }
      return scripted.apply(ask);
    }
    return paced == null
        ? usualOn.getOrDefault(ask.connection(), usual)
        : paced.permit(ask.connection(), ask.holder(), ask.permitId());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
