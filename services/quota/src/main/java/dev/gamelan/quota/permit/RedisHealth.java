package dev.gamelan.quota.permit;

import io.lettuce.core.RedisException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Tells whether Redis answers, and logs when that changes. */
@Component("redis")
final class RedisHealth implements HealthIndicator {
  private static final Logger log = LoggerFactory.getLogger(RedisHealth.class);

  private final RedisLink link;
  private final AtomicBoolean away = new AtomicBoolean();

  RedisHealth(RedisLink link) {
    this.link = link;
  }

  void answered() {
    if (away.compareAndSet(true, false)) {
      log.info("Redis answers again");
    }
  }

  void away(RedisAwayException problem) {
    if (away.compareAndSet(false, true)) {
      log.error("Redis does not answer, nothing is granted: {}", problem.getMessage());
    }
  }

  @Override
  public Health health() {
    try {
      link.connection().sync().ping();
      answered();
      return Health.up().build();
    } catch (RedisException problem) {
      away(new RedisAwayException(problem));
      return Health.down().withDetail("missing", "Redis does not answer").build();
    }
  }
}
