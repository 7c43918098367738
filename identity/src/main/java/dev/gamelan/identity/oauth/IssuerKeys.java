package dev.gamelan.identity.oauth;

import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keys that an issuer publishes: read when first needed and again when they are old or one is
 * missing, by one at a time, never more often than allowed.
 */
final class IssuerKeys {
  private static final Logger LOG = LoggerFactory.getLogger(IssuerKeys.class);

  private final String issuer;
  private final Published published;
  private final OAuthProperties.Keys rules;
  private final Duration patience;
  private final InstantSource clock;
  private final Executor background;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile @Nullable Read last;
  private volatile @Nullable Instant lastAttempt;
  private boolean away;

  /** Where the keys come from. */
  interface Published {
    JWKSet read() throws IOException, InterruptedException;
  }

  private record Read(JWKSet keys, Instant at) {}

  /** What is known of a token's key. */
  sealed interface Found {
    /** Those it may be: more than one only where the token does not name its own. */
    record Candidates(List<JWK> keys) implements Found {}

    record NoSuchKey() implements Found {}

    record IssuerAway() implements Found {}
  }

  IssuerKeys(
      String issuer,
      Published published,
      OAuthProperties.Keys rules,
      Duration patience,
      InstantSource clock,
      Executor background) {
    this.issuer = issuer;
    this.published = published;
    this.rules = rules;
    this.patience = patience;
    this.clock = clock;
    this.background = background;
  }

  Found find(JWSHeader header) throws InterruptedException {
    JWKSelector selector = new JWKSelector(Objects.requireNonNull(JWKMatcher.forJWSHeader(header)));
    Read known = last;
    Duration age = known == null ? null : Duration.between(known.at(), clock.instant());
    // Where the clock has gone back since, nobody knows how old they are.
    if (known != null && age != null && !age.isNegative() && age.compareTo(rules.usedFor()) < 0) {
      List<JWK> keys = selector.select(known.keys());
      if (!keys.isEmpty()) {
        if (age.compareTo(rules.usedFor().dividedBy(2)) > 0 && mayRead()) {
          background.execute(() -> readQuietly(known));
        }
        return new Found.Candidates(keys);
      }
    }
    Read newest = readAgain(known);
    if (newest == null) {
      return new Found.IssuerAway();
    }
    List<JWK> keys = selector.select(newest.keys());
    return keys.isEmpty() ? new Found.NoSuchKey() : new Found.Candidates(keys);
  }

  private void readQuietly(Read known) {
    try {
      readAgain(known);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /** Newer than what is known where that can be had, the same where it may still be used. */
  private @Nullable Read readAgain(@Nullable Read known) throws InterruptedException {
    if (!reading.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS)) {
      return stillUsable();
    }
    try {
      if (last == known && mayRead()) {
        lastAttempt = clock.instant();
        read();
      }
      return stillUsable();
    } finally {
      reading.unlock();
    }
  }

  private boolean mayRead() {
    Instant before = lastAttempt;
    Instant now = clock.instant();
    return before == null
        || now.isBefore(before)
        || !now.isBefore(before.plus(rules.readAtMostEvery()));
  }

  private void read() throws InterruptedException {
    try {
      last = new Read(published.read(), clock.instant());
      if (away) {
        LOG.info("The keys of {} can be read again", issuer);
      }
      away = false;
    } catch (IOException unreachable) {
      if (!away) {
        LOG.warn("The keys of {} cannot be read: {}", issuer, unreachable.getMessage());
      }
      away = true;
    }
  }

  private @Nullable Read stillUsable() {
    Read known = last;
    return known != null && clock.instant().isBefore(known.at().plus(rules.usedInOutage()))
        ? known
        : null;
  }
}
