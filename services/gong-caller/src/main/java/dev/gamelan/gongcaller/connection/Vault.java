package dev.gamelan.gongcaller.connection;

import dev.gamelan.gongcaller.gong.AccessKeyPair;
import dev.gamelan.gongcaller.gong.ConfiguredAccounts;
import dev.gamelan.gongcaller.gong.GongAccount;
import dev.gamelan.gongcaller.gong.GongAddress;
import dev.gamelan.gongcaller.gong.GongHosts;
import dev.gamelan.gongcaller.seal.Place;
import dev.gamelan.gongcaller.seal.Seals;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Keeps secrets sealed in the store, and opens them where a connection is about to ask Gong. */
@Component
class Vault {
  private static final String ACCESS_KEY = "access-key";
  private static final String SECRET = "access-key-secret";
  static final String ACCESS_TOKEN = "access-token";
  static final String REFRESH_TOKEN = "refresh-token";

  private final ConnectionStore store;
  private final Seals seals;
  private final GongHosts hosts;
  private final ConfiguredAccounts configured;

  Vault(ConnectionStore store, Seals seals, GongHosts hosts, ConfiguredAccounts configured) {
    this.store = store;
    this.seals = seals;
    this.hosts = hosts;
    this.configured = configured;
  }

  /** What a pair is kept as. */
  static Map<String, String> secrets(AccessKeyPair pair) {
    return Map.of(ACCESS_KEY, pair.accessKey(), SECRET, pair.secret());
  }

  /** In the transaction that has made the credentials. */
  void keep(ConnectionRow row, long generation, Map<String, String> secrets) {
    secrets.forEach(
        (field, secret) ->
            store.keep(row.name(), generation, field, seal(row, generation, field, secret)));
  }

  /** Seals what is kept elsewhere than with credentials; their generation is 0. */
  byte[] seal(ConnectionRow row, long generation, String field, String secret) {
    return seals.seal(
        Objects.requireNonNull(row.dataKey()),
        new Place(row.name(), generation, field),
        secret.getBytes(StandardCharsets.UTF_8));
  }

  String open(ConnectionRow row, long generation, String field, byte[] sealed) {
    byte[] plain =
        seals.open(
            Objects.requireNonNull(row.dataKey()),
            new Place(row.name(), generation, field),
            sealed);
    return new String(plain, StandardCharsets.UTF_8);
  }

  String refreshToken(ConnectionRow row, long generation) {
    return open(row, generation, REFRESH_TOKEN, store.sealed(row.name(), generation));
  }

  /**
   * Empty where the address is not allowed, which may be so since the last start.
   *
   * @throws dev.gamelan.gongcaller.seal.SealBrokenException if the secrets do not open
   */
  Optional<GongAccount> open(ConnectionRow row, CredentialRow credentials) {
    if (row.isConfigured()) {
      return configured.connections().contains(row.name())
          ? Optional.of(
              GongAccount.basic(
                  row.name(), credentials.generation(), configured.address(), configured.pair()))
          : Optional.empty();
    }
    String baseUrl = credentials.baseUrl();
    Optional<GongAddress> address = hosts.read(baseUrl == null ? row.baseUrl() : baseUrl);
    return address.map(there -> account(row, credentials, there));
  }

  private GongAccount account(ConnectionRow row, CredentialRow credentials, GongAddress address) {
    long generation = credentials.generation();
    return credentials.isConsent()
        ? GongAccount.bearer(
            row.name(),
            generation,
            address,
            open(row, generation, ACCESS_TOKEN, store.sealed(row.name(), generation)))
        : GongAccount.basic(row.name(), generation, address, pair(row, generation));
  }

  private AccessKeyPair pair(ConnectionRow row, long generation) {
    Map<String, byte[]> sealed = store.sealed(row.name(), generation);
    return new AccessKeyPair(
        open(row, generation, ACCESS_KEY, sealed), open(row, generation, SECRET, sealed));
  }

  private String open(
      ConnectionRow row, long generation, String field, Map<String, byte[]> sealed) {
    return open(row, generation, field, sealed.getOrDefault(field, new byte[0]));
  }
}
