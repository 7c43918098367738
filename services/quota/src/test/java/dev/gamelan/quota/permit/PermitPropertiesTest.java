package dev.gamelan.quota.permit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PermitPropertiesTest {
  @Test
  void redisIsNearByAndAnswersWithinHalfASecond() {
    assertThat(bound("gamelan.redis", RedisProperties.class, Map.of()))
        .isEqualTo(new RedisProperties("redis://localhost:6379", Duration.ofMillis(500)));
    assertThat(
            bound(
                "gamelan.redis",
                RedisProperties.class,
                Map.of("gamelan.redis.url", "redis://redis:1", "gamelan.redis.timeout", "1s")))
        .isEqualTo(new RedisProperties("redis://redis:1", Duration.ofSeconds(1)));
  }

  @Test
  void aLeaseIsTwoSeconds() {
    assertThat(bound("gamelan.lease", LeaseProperties.class, Map.of()))
        .isEqualTo(new LeaseProperties(Duration.ofSeconds(2)));
    assertThat(bound("gamelan.lease", LeaseProperties.class, Map.of("gamelan.lease.time", "5s")))
        .isEqualTo(new LeaseProperties(Duration.ofSeconds(5)));
  }

  private static <T> T bound(String prefix, Class<T> type, Map<String, String> settings) {
    return new Binder(new MapConfigurationPropertySource(settings)).bindOrCreate(prefix, type);
  }
}
