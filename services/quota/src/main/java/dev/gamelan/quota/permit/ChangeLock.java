package dev.gamelan.quota.permit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.lettuce.core.RedisException;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongFunction;
import org.springframework.stereotype.Component;

/** Lets one instance at a time change a connection's limits. */
@Component
public final class ChangeLock {
  private static final Duration LASTS = Duration.ofSeconds(10);
  private static final String RELEASE =
      "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

  private final RedisLink link;

  ChangeLock(RedisLink link) {
    this.link = link;
  }

  /**
   * Does it with the newest version told of; empty where another change is under way.
   *
   * @throws RedisAwayException where Redis does not answer in time
   */
  public <T> Optional<T> alone(String connection, LongFunction<T> change) {
    String key = key(connection, "change");
    byte[] mine = UUID.randomUUID().toString().getBytes(UTF_8);
    try {
      var commands = link.connection().sync();
      if (commands.set(key, mine, SetArgs.Builder.nx().px(LASTS.toMillis())) == null) {
        return Optional.empty();
      }
      try {
        return Optional.of(change.apply(newest(connection)));
      } finally {
        Long unused = commands.eval(RELEASE, ScriptOutputType.INTEGER, new String[] {key}, mine);
      }
    } catch (RedisException away) {
      throw new RedisAwayException(away);
    }
  }

  /** Tells all instances of the newest version, so that none changes an older one. */
  public void changed(String connection, long version) {
    try {
      link.connection()
          .sync()
          .set(key(connection, "changed"), String.valueOf(version).getBytes(UTF_8));
    } catch (RedisException away) {
      throw new RedisAwayException(away);
    }
  }

  private long newest(String connection) {
    byte[] version = link.connection().sync().get(key(connection, "changed"));
    return version == null ? 0 : Long.parseLong(new String(version, UTF_8));
  }

  private static String key(String connection, String what) {
    return "gamelan:quota:{" + connection + "}:" + what;
  }
}
