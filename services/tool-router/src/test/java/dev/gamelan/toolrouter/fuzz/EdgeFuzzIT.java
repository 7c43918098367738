package dev.gamelan.toolrouter.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.gamelan.toolrouter.Meters;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.catalog.Tool;
import dev.gamelan.toolrouter.testing.FakeGongCaller;
import dev.gamelan.toolrouter.testing.LoginServer;
import dev.gamelan.toolrouter.testing.McpPost;
import dev.gamelan.toolrouter.testing.RawHttp;
import dev.gamelan.toolrouter.testing.RunningRouter;
import dev.gamelan.topics.testing.WithBroker;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whatever is sent, the answer is one that a client can do something with, and nothing is left of
 * it. A build sends the same cases as the last one; {@code -Dgamelan.fuzz.seed=…} sends others,
 * {@code -Dgamelan.fuzz.cases=…} more.
 */
@WithBroker
class EdgeFuzzIT {
  private static final Logger log = LoggerFactory.getLogger(EdgeFuzzIT.class);
  private static final long SEED = Long.getLong("gamelan.fuzz.seed", 20_261_122);
  private static final int CASES = Integer.getInteger("gamelan.fuzz.cases", 12_000);
  private static final int WARM_UP = 3_000;
  private static final int AT_ONCE = 8;
  private static final long HEAP_ROOM = 64L * 1024 * 1024;
  private static final Duration SOON = Duration.ofSeconds(30);

  /** Names of classes, lines of stack traces, and what nobody may know. */
  private static final Pattern LEAK =
      Pattern.compile(
          "Exception|\\bat [a-z]+\\.[a-z]|java\\.(lang|util|io)|dev\\.gamelan\\.|org\\.springframework"
              + "|reactor\\.|io\\.netty|jackson|"
              + "token-of-the-|A{43}\\b");

  private static LoginServer login;
  private static RunningRouter router;
  private static FakeGongCaller gongCaller;

  @BeforeAll
  static void start() {
    login = new LoginServer();
    List<String> settings = new ArrayList<>(List.of(login.settings()));
    settings.add("gamelan.body.patience=300ms");
    settings.add("gamelan.connections.request=600ms");
    settings.add("server.netty.idle-timeout=1s");
    router = RunningRouter.start(settings.toArray(String[]::new));
    gongCaller = new FakeGongCaller();
    gongCaller.answerAllWith("{\"requestId\": \"r-1\", \"users\": [{\"id\": \"42\"}]}");
  }

  @AfterAll
  static void stop() {
    gongCaller.close();
    router.close();
    login.close();
  }

  @Test
  void whateverIsSentIsAnsweredOrHungUpOnAndNothingIsLeftOfIt() throws Exception {
    String session =
        McpPost.to(router.url() + "/mcp")
            .send(
                McpPost.legacy(
                    "initialize",
                    "\"protocolVersion\": \"2025-11-25\", \"capabilities\": {\"elicitation\": {}}"))
            .headers()
            .getOrDefault("mcp-session-id", "none");
    send(WARM_UP, 0, session);
    long heapBefore = heapInUse();

    Map<Integer, AtomicInteger> statuses = send(CASES, WARM_UP, session);

    log.info("seed {}: {} by status {}", SEED, CASES, new TreeMap<>(statuses));
    assertThat(statuses).as("seed %d", SEED).containsKeys(200, 400, 401, 404, 405);
    nothingIsLeft();
    onlyToolsThatExistAreCounted();
    assertThat(heapInUse() - heapBefore).as("heap, seed %d", SEED).isLessThan(HEAP_ROOM);
    theServiceStillAnswers();
  }

  private static Map<Integer, AtomicInteger> send(int cases, int from, String session)
      throws Exception {
    Map<Integer, AtomicInteger> statuses = new ConcurrentHashMap<>();
    AtomicInteger next = new AtomicInteger(from);
    List<Future<?>> senders = new ArrayList<>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int sender = 0; sender < AT_ONCE; sender++) {
        senders.add(
            threads.submit(
                () -> {
                  for (int number = next.getAndIncrement();
                      number < from + cases;
                      number = next.getAndIncrement()) {
                    int status = send(SEED + number, session);
                    statuses.computeIfAbsent(status, any -> new AtomicInteger()).incrementAndGet();
                  }
                }));
      }
    }
    for (Future<?> sender : senders) {
      sender.get();
    }
    return statuses;
  }

  private static int send(long seed, String session) {
    FuzzedRequest request = FuzzedRequest.of(seed, session);
    try (RawHttp http = RawHttp.to(router.url())) {
      if (http.isClosedAfterSending(request.bytes()) || request.hangsUp()) {
        return 0;
      }
      if (!request.complete()) {
        http.halfClose();
      }
      RawHttp.Answer answer = http.read();
      judge(request, answer, seed);
      return answer.status();
    } catch (IOException problem) {
      throw new UncheckedIOException(problem);
    }
  }

  private static void judge(FuzzedRequest request, RawHttp.Answer answer, long seed) {
    String told =
        "-Dgamelan.fuzz.seed=%d, case %d\n%s\n\n%s"
            .formatted(SEED, seed - SEED, request.shown(), answer.text());
    boolean stream = answer.header("Content-Type").startsWith("text/event-stream");
    if (answer.status() >= 500 && answer.status() != 503) {
      throw new AssertionError("A failure of the service: " + told);
    }
    if (!stream && !answer.closed()) {
      throw new AssertionError("Neither answered nor hung up on: " + told);
    }
    if (request.complete() && answer.status() == 0) {
      throw new AssertionError("A complete request without an answer: " + told);
    }
    if (LEAK.matcher(answer.text()).find()) {
      throw new AssertionError("Something leaks: " + told);
    }
    String rest = answer.rest();
    if (request.asksForHead() && !rest.isEmpty() && !rest.startsWith("HTTP/")) {
      throw new AssertionError("A body where only its head was asked for: " + told);
    }
    if (!request.asksForHead()
        && answer.header("Content-Type").startsWith("application/json")
        && answer.header("Transfer-Encoding").isEmpty()
        && !answer.body().isEmpty()) {
      try {
        new JsonMapper().readTree(answer.body());
      } catch (JacksonException malformed) {
        throw new AssertionError("No JSON without an answer: " + told, malformed);
      }
    }
  }

  private static void nothingIsLeft() {
    for (Meters meter :
        List.of(Meters.PENDING, Meters.RUNNING, Meters.LISTENING, Meters.QUESTIONS, Meters.LARGE)) {
      await(meter.key() + ", seed " + SEED)
          .atMost(SOON)
          .until(
              () -> router.bean(MeterRegistry.class).get(meter.key()).gauge().value(),
              left -> left == 0);
    }
  }

  /** What callers write must not become names in the metrics. */
  private static void onlyToolsThatExistAreCounted() {
    Set<String> tools =
        router.bean(Catalog.class).tools().stream().map(Tool::name).collect(Collectors.toSet());
    tools.add("unknown");
    assertThat(router.bean(MeterRegistry.class).find(Meters.CALLS.key()).counters())
        .isNotEmpty()
        .allMatch(counter -> tools.contains(counter.getId().getTag("tool")));
  }

  private static void theServiceStillAnswers() {
    assertThat(
            McpPost.modern(router.url(), "tools/call", "gong_list_users")
                .send(McpPost.request("tools/call", "\"name\": \"gong_list_users\""))
                .json()
                .at("/result/isError")
                .asBoolean(true))
        .isFalse();
  }

  private static long heapInUse() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
