package dev.gamelan.simulator.control;

import dev.gamelan.simulator.access.AccessKey;
import dev.gamelan.simulator.access.Hosts;
import dev.gamelan.simulator.access.Keys;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/** Steers who is let in: key pairs, and the host the company is under. */
@RestController
@RequestMapping("/simulator")
class AccessEndpoint {
  private final Keys keys;
  private final Hosts hosts;

  AccessEndpoint(Keys keys, Hosts hosts) {
    this.keys = keys;
    this.hosts = hosts;
  }

  record KeyInput(
      @Nullable String accessKey,
      @Nullable String secret,
      @Nullable Set<String> scopes,
      @Nullable Instant expiresAt,
      @Nullable Set<String> trustedIps) {

    AccessKey named(@Nullable String name) {
      return new AccessKey(
          Objects.requireNonNullElse(name, ""),
          Objects.requireNonNullElse(secret, ""),
          Objects.requireNonNullElse(scopes, Set.of()),
          expiresAt,
          Objects.requireNonNullElse(trustedIps, Set.of()));
    }
  }

  record KeyView(
      String accessKey, Set<String> scopes, @Nullable Instant expiresAt, Set<String> trustedIps) {

    static KeyView of(AccessKey key) {
      return new KeyView(key.accessKey(), key.scopes(), key.expiresAt(), key.trustedIps());
    }
  }

  /** The one answer with a secret in it, as Gong shows a new one once. */
  record NewPair(String accessKey, String secret) {}

  @GetMapping("/keys")
  List<KeyView> keys() {
    return keys.all().stream().map(KeyView::of).toList();
  }

  @PutMapping("/keys")
  List<KeyView> keys(@RequestBody List<KeyInput> changed) {
    keys.replace(changed.stream().map(key -> key.named(key.accessKey())).toList());
    return keys();
  }

  /** One more pair, or another one under the same name. */
  @PutMapping("/keys/{accessKey}")
  KeyView put(@PathVariable String accessKey, @RequestBody KeyInput input) {
    AccessKey key = input.named(accessKey);
    keys.put(key);
    return KeyView.of(key);
  }

  @DeleteMapping("/keys/{accessKey}")
  @ResponseStatus(HttpStatus.NO_CONTENT)
  void revoke(@PathVariable String accessKey) {
    keys.revoke(accessKey);
  }

  /** The old secret is worthless at once. */
  @PostMapping("/keys/{accessKey}/regenerate")
  ResponseEntity<NewPair> regenerate(@PathVariable String accessKey) {
    return ResponseEntity.of(
        keys.regenerate(accessKey).map(key -> new NewPair(key.accessKey(), key.secret())));
  }

  @GetMapping("/host")
  Hosts.Rule host() {
    return hosts.rule();
  }

  @PutMapping("/host")
  Hosts.Rule host(@RequestBody Hosts.Rule rule) {
    hosts.change(rule);
    return rule;
  }
}
