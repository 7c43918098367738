package dev.gamelan.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.JWKSet;
import dev.gamelan.identity.oauth.IssuerKeys.Found;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class IssuerKeysTest {
  private static final Signer OLD = Signer.named("old");
  private static final Signer NEW = Signer.named("new");
  private static final OAuthProperties.Keys RULES =
      new OAuthProperties.Keys(Duration.ofMinutes(10), Duration.ofHours(1), Duration.ofSeconds(10));

  private final Queue<Runnable> background = new ArrayDeque<>();
  private Instant now = Instant.EPOCH;
  private @Nullable JWKSet published = new JWKSet(OLD.key().toPublicJWK());
  private int reads;
  private final IssuerKeys keys =
      new IssuerKeys(
          "https://login.example.com",
          this::read,
          RULES,
          Duration.ofMillis(50),
          () -> now,
          background::add);

  private JWKSet read() throws IOException {
    reads++;
    if (published == null) {
      throw new IOException("away");
    }
    return published;
  }

  private Class<?> find(Signer signer) {
    try {
      return keys.find(signer.header(JWSAlgorithm.RS256).build()).getClass();
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  @Test
  void keysAreReadWhenFirstNeededAndThenKept() {
    assertThat(reads).isZero();
    for (int i = 0; i < 100; i++) {
      assertThat(find(OLD)).isEqualTo(Found.Candidates.class);
    }
    assertThat(reads).isEqualTo(1);
  }

  @Test
  void aNewKeyIsFoundByReadingAgain() {
    find(OLD);
    published = new JWKSet(NEW.key().toPublicJWK());
    now = now.plusSeconds(10);

    assertThat(find(NEW)).isEqualTo(Found.Candidates.class);
    assertThat(find(OLD)).isEqualTo(Found.NoSuchKey.class);
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void unknownKeysDoNotMakeTheIssuerBeAskedMoreOftenThanAllowed() {
    find(OLD);
    for (int i = 0; i < 1000; i++) {
      assertThat(find(NEW)).isEqualTo(Found.NoSuchKey.class);
      now = now.plusMillis(30);
    }
    assertThat(reads).isEqualTo(1 + 2);
  }

  @Test
  void inTheSecondHalfOfTheirTimeKeysAreReadWithoutAnyoneWaiting() {
    find(OLD);
    now = now.plus(RULES.usedFor().dividedBy(2)).plusMillis(1);

    assertThat(find(OLD)).isEqualTo(Found.Candidates.class);
    assertThat(reads).isEqualTo(1);
    background.remove().run();
    assertThat(reads).isEqualTo(2);
    assertThat(find(OLD)).isEqualTo(Found.Candidates.class);
    assertThat(background).isEmpty();
  }

  @Test
  void aWithdrawnKeyStopsWorkingOnceTheKeysAreOld() {
    find(OLD);
    published = new JWKSet(NEW.key().toPublicJWK());
    now = now.plus(RULES.usedFor());

    assertThat(find(OLD)).isEqualTo(Found.NoSuchKey.class);
  }

  @Test
  void aWithdrawnKeyStopsWorkingOnceTheClockHasGoneBack() {
    find(OLD);
    published = new JWKSet(NEW.key().toPublicJWK());
    now = now.minusSeconds(3600);

    assertThat(find(OLD)).isEqualTo(Found.NoSuchKey.class);
    assertThat(reads).isEqualTo(2);
  }

  @Test
  void anIssuerThatIsAwayIsSaidToBeAndAskedAgainInAWhile() {
    published = null;
    assertThat(find(OLD)).isEqualTo(Found.IssuerAway.class);
    assertThat(find(OLD)).isEqualTo(Found.IssuerAway.class);
    assertThat(reads).isEqualTo(1);

    published = new JWKSet(OLD.key().toPublicJWK());
    now = now.plusSeconds(10);
    assertThat(find(OLD)).isEqualTo(Found.Candidates.class);
  }

  @Test
  void theLastKeysAreUsedDuringAnOutageButNotForEver() {
    find(OLD);
    published = null;
    now = now.plus(RULES.usedInOutage()).minusMillis(1);
    assertThat(find(OLD)).isEqualTo(Found.Candidates.class);

    now = now.plusSeconds(11);
    assertThat(find(OLD)).isEqualTo(Found.IssuerAway.class);
  }

  @Test
  void whoComesWhileASlowIssuerIsAskedWaitsForAMomentOnly() throws InterruptedException {
    var asked = new CountDownLatch(1);
    var answered = new CountDownLatch(1);
    var slow =
        new IssuerKeys(
            "https://login.example.com",
            () -> {
              asked.countDown();
              answered.await();
              return new JWKSet(OLD.key().toPublicJWK());
            },
            RULES,
            Duration.ofMillis(50),
            () -> now,
            background::add);
    var first = new AtomicReference<@Nullable Found>();
    Thread asking =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    first.set(slow.find(OLD.header(JWSAlgorithm.RS256).build()));
                  } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                  }
                });
    asked.await();

    assertThat(slow.find(OLD.header(JWSAlgorithm.RS256).build())).isEqualTo(new Found.IssuerAway());

    answered.countDown();
    asking.join();
    assertThat(first.get()).isInstanceOf(Found.Candidates.class);
  }
}
