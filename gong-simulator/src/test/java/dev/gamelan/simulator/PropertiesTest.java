package dev.gamelan.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.BindHandler;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.handler.NoUnboundElementsBindHandler;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class PropertiesTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "access.AccessProperties; AccessProperties[keys=[gamelan-demo]]",
        "http.HttpProperties; HttpProperties[maxBody=209715200B]",
        "licences.LicenceProperties; LicenceProperties[engage=true, aiCredits=1000, aiLatencyLeast=PT12S, aiLatencyMost=PT15S]",
        "oauth.OAuthProperties; OAuthProperties[clients=[], codeLifetime=PT10M, accessTokenLifetime=PT24H]",
        "paging.PagingProperties; PagingProperties[cursorLifetime=PT5M]",
        "quota.QuotaProperties; QuotaProperties[enabled=true, perSecond=3, second=SLIDING, perDay=10000, day=ROLLING, dayZone=UTC, refusedCount=false]",
        "world.WorldProperties; WorldProperties[seed=20260101, zone=America/New_York, calls=400]",
      })
  void haveTheseDefaults(String type, String expected) {
    assertThat(bind(type, Map.of())).hasToString(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "access.AccessProperties; access.keys[0].access-key=a,access.keys[0].secret=b,access.keys[0].scopes=c,access.keys[0].expires-at=2026-01-01T00:00:00Z,access.keys[0].trusted-ips=192.0.2.1; AccessProperties[keys=[a]]",
        "http.HttpProperties; http.max-body=1MB; HttpProperties[maxBody=1048576B]",
        "licences.LicenceProperties; licences.engage=false,licences.ai-credits=3,licences.ai-latency-least=1s,licences.ai-latency-most=2s; LicenceProperties[engage=false, aiCredits=3, aiLatencyLeast=PT1S, aiLatencyMost=PT2S]",
        "oauth.OAuthProperties; oauth.clients[0].client-id=a,oauth.clients[0].client-secret=b,oauth.clients[0].redirect-uris=http://c,oauth.clients[0].scopes=d,oauth.code-lifetime=1m,oauth.access-token-lifetime=2m; OAuthProperties[clients=[a], codeLifetime=PT1M, accessTokenLifetime=PT2M]",
        "paging.PagingProperties; paging.cursor-lifetime=7s; PagingProperties[cursorLifetime=PT7S]",
        "quota.QuotaProperties; quota.enabled=false,quota.per-second=9,quota.second=bucket,quota.per-day=8,quota.day=calendar,quota.day-zone=Asia/Tokyo,quota.refused-count=true; QuotaProperties[enabled=false, perSecond=9, second=BUCKET, perDay=8, day=CALENDAR, dayZone=Asia/Tokyo, refusedCount=true]",
        "world.WorldProperties; world.seed=5,world.zone=Europe/Oslo,world.calls=9; WorldProperties[seed=5, zone=Europe/Oslo, calls=9]",
      })
  void areReadFromTheseKeys(String type, String settings, String expected) {
    Map<String, String> values = new HashMap<>();
    for (String setting : settings.split(",")) {
      String[] pair = setting.split("=");
      values.put("gamelan.simulator." + pair[0], pair[1]);
    }

    assertThat(bind(type, values)).hasToString(expected);
  }

  @Test
  void refuseAKeyNobodyReads() {
    assertThatThrownBy(
            () -> bind("quota.QuotaProperties", Map.of("gamelan.simulator.quota.per-minute", "1")))
        .isInstanceOf(BindException.class);
    assertThat(
            List.of(
                    "access.AccessProperties",
                    "http.HttpProperties",
                    "licences.LicenceProperties",
                    "oauth.OAuthProperties",
                    "paging.PagingProperties",
                    "quota.QuotaProperties",
                    "world.WorldProperties")
                .stream()
                .map(PropertiesTest::annotation))
        .noneMatch(ConfigurationProperties::ignoreUnknownFields);
  }

  private static Object bind(String type, Map<String, String> values) {
    return new Binder(new MapConfigurationPropertySource(values))
        .bindOrCreate(
            annotation(type).prefix(),
            Bindable.of(type(type)),
            new NoUnboundElementsBindHandler(BindHandler.DEFAULT));
  }

  private static ConfigurationProperties annotation(String type) {
    return type(type).getAnnotation(ConfigurationProperties.class);
  }

  private static Class<?> type(String name) {
    try {
      return Class.forName("dev.gamelan.simulator." + name);
    } catch (ClassNotFoundException unknown) {
      throw new IllegalArgumentException(unknown);
    }
  }
}
