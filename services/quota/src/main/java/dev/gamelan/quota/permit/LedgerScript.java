package dev.gamelan.quota.permit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.gamelan.quota.Meters;
import dev.gamelan.quota.time.Times;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisNoScriptException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/** Runs one verb of {@code ledger.lua}: one atomic step at Redis, one round trip. */
@Component
final class LedgerScript {
  private final Supplier<StatefulRedisConnection<String, byte[]>> redis;
  private final Times times;
  private final MeterRegistry meters;
  private final byte[] source;
  private volatile String digest = "";

  @Autowired
  LedgerScript(RedisLink link, Times times, MeterRegistry meters) {
    this(link::connection, times, meters);
  }

  LedgerScript(
      Supplier<StatefulRedisConnection<String, byte[]>> redis, Times times, MeterRegistry meters) {
    this.redis = redis;
    this.times = times;
    this.meters = meters;
    source = read();
  }

  enum Verb {
    ADMIT,
    CLAIM,
    OUTCOME,
    RELEASE,
    RESTORE,
    RAISE,
    LOOK
  }

  enum Status {
    ADMITTED,
    HELD,
    NOTED,
    RELEASED,
    RESTORED,
    KEPT,
    RAISED,
    SEEN,
    LOST,
    CLOCKS_DISAGREE,
    SUPERSEDED,
    FENCED,
    SETTLING,
    FROZEN,
    DAY_SPENT,
    SHARE_SPENT,
    CALLER_CAP,
    TOOL_CAP,
    NOT_YET,
    NO_GUESTS
  }

  /** What the script returned: a status, the numbers that belong to it, and perhaps a holder. */
  record Answer(Status status, List<Long> numbers, String holder) {
    long number(int index) {
      return numbers.get(index);
    }
  }

  /**
   * @throws RedisAwayException where Redis does not answer in time
   */
  Answer run(Connection connection, Verb verb, Object... arguments) {
    QuotaClock clock = connection.clock();
    long askedAt = times.nanos();
    byte[][] values = new byte[4 + arguments.length][];
    values[0] = text(verb.name().toLowerCase(Locale.ROOT));
    values[1] = text(clock.elapsedMillis());
    values[2] = text(clock.seenMillis());
    values[3] = text(times.now().toEpochMilli());
    for (int i = 0; i < arguments.length; i++) {
      values[4 + i] = text(arguments[i]);
    }
    long started = System.nanoTime();
    Answer answer = parse(answered(connection.keys(), values));
    Meters.REDIS
        .timer(meters, verb.name().toLowerCase(Locale.ROOT))
        .record(Duration.ofNanos(System.nanoTime() - started));
    if (answer.status() != Status.LOST && answer.status() != Status.CLOCKS_DISAGREE) {
      clock.read(answer.number(0), askedAt);
    }
    return answer;
  }

  private List<Object> answered(String[] keys, byte[][] values) {
    try {
      return evaluate(keys, values);
    } catch (RedisException away) {
      throw new RedisAwayException(away);
    }
  }

  private List<Object> evaluate(String[] keys, byte[][] values) {
    var commands = redis.get().sync();
    try {
      if (!digest.isEmpty()) {
        return commands.evalsha(digest, ScriptOutputType.MULTI, keys, values);
      }
    } catch (RedisNoScriptException flushed) {
      // Redis was restarted, or its scripts were flushed: it is sent again.
    }
    digest = commands.scriptLoad(source);
    return commands.evalsha(digest, ScriptOutputType.MULTI, keys, values);
  }

  private static Answer parse(List<Object> returned) {
    var numbers = new ArrayList<Long>();
    String holder = "";
    for (Object value : returned.subList(1, returned.size())) {
      if (value instanceof Long number) {
        numbers.add(number);
      } else {
        holder = new String((byte[]) value, UTF_8);
      }
    }
    return new Answer(
        Status.valueOf(new String((byte[]) returned.getFirst(), UTF_8)), numbers, holder);
  }

  private static byte[] text(Object value) {
    return String.valueOf(value).getBytes(UTF_8);
  }

  private static byte[] read() {
    try (var file = LedgerScript.class.getResourceAsStream("ledger.lua")) {
      return Objects.requireNonNull(file, "ledger.lua").readAllBytes();
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
