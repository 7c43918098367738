package dev.gamelan.quota.permit;

import dev.gamelan.quota.time.Times;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisConnectionException;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.stereotype.Component;

/**
 * The one connection to Redis: made when first needed, kept, and never waited for longer than the
 * timeout.
 */
@Component
final class RedisLink implements DisposableBean {
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final Times times;
  private final Duration timeout;
  private final ClientResources resources;
  private final RedisClient client;
  private final ReentrantLock connecting = new ReentrantLock();
  private volatile @Nullable StatefulRedisConnection<String, byte[]> connection;
  private @Nullable RedisConnectionException refused;
  private long refusedAt;

  RedisLink(RedisProperties properties, Times times) {
    this.times = times;
    timeout = properties.timeout();
    resources =
        ClientResources.builder()
            .reconnectDelay(
                Delay.exponential(
                    Duration.ofMillis(10), Duration.ofMillis(250), 2, TimeUnit.MILLISECONDS))
            .build();
    RedisURI uri = RedisURI.create(properties.url());
    uri.setTimeout(timeout);
    client = RedisClient.create(resources, uri);
    client.setOptions(
        ClientOptions.builder()
            .socketOptions(SocketOptions.builder().connectTimeout(timeout).tcpNoDelay(true).build())
            .timeoutOptions(TimeoutOptions.enabled(timeout))
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .build());
  }

  Duration timeout() {
    return timeout;
  }

  /**
   * @throws RedisException where Redis cannot be reached now
   */
  StatefulRedisConnection<String, byte[]> connection() {
    StatefulRedisConnection<String, byte[]> made = connection;
    return made == null ? connect() : made;
  }

  private StatefulRedisConnection<String, byte[]> connect() {
    if (!acquired()) {
      throw new RedisConnectionException("Redis cannot be reached");
    }
    try {
      StatefulRedisConnection<String, byte[]> made = connection;
      if (made != null) {
        return made;
      }
      RedisConnectionException before = refused;
      if (before != null && times.since(refusedAt).compareTo(PAUSE) < 0) {
        throw before;
      }
      made = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
      connection = made;
      refused = null;
      return made;
    } catch (RedisConnectionException away) {
      if (away != refused) {
        refusedAt = times.nanos();
      }
      refused = away;
      throw away;
    } finally {
      connecting.unlock();
    }
  }

  private boolean acquired() {
    try {
      return connecting.tryLock(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  @Override
  public void destroy() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    resources.shutdown(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
  }
}
