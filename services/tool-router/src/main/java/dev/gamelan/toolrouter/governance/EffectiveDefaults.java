package dev.gamelan.toolrouter.governance;

import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.governance.document.AiClient;
import dev.gamelan.toolrouter.governance.document.Defaults;
import dev.gamelan.toolrouter.governance.document.Defaults.ChangedEffect;
import dev.gamelan.toolrouter.governance.document.Defaults.NewTools;
import dev.gamelan.toolrouter.governance.document.Defaults.WithoutProfile;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.log.GovernanceState;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.time.Duration;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What holds where nothing else is said: by the connection's defaults, or the installation's, or
 * the settings. Defaults that are not understood allow nothing.
 */
public final class EffectiveDefaults {
  private static final Defaults NOTHING =
      new Defaults(
          NewTools.PENDING_REVIEW,
          WithoutProfile.NOTHING,
          ChangedEffect.REVIEW,
          new Defaults.Clients(null, null, null, Set.of()));
  private static final Duration HIDDEN_AFTER = Duration.ofDays(1);
  private static final Duration CLOSED_AFTER = Duration.ofDays(7);
  private static final Duration DELETED_AFTER = Duration.ofDays(90);

  private final GovernanceState state;
  private final GovernanceProperties properties;

  EffectiveDefaults(GovernanceState state, GovernanceProperties properties) {
    this.state = state;
    this.properties = properties;
  }

  public NewTools newTools(String connection) {
    return said(connection, Defaults::newTools, properties.newTools());
  }

  public WithoutProfile withoutProfile(String connection) {
    return said(connection, Defaults::withoutProfile, properties.withoutProfile());
  }

  public ChangedEffect changedEffect(String connection) {
    return said(connection, Defaults::changedEffect, ChangedEffect.REVIEW);
  }

  public Duration clientsHiddenAfter() {
    return ofClients(Defaults.Clients::hiddenAfter, HIDDEN_AFTER);
  }

  public Duration clientsClosedAfter() {
    return ofClients(Defaults.Clients::closedAfter, CLOSED_AFTER);
  }

  public Duration clientsDeletedAfter() {
    return ofClients(Defaults.Clients::deletedAfter, DELETED_AFTER);
  }

  public Set<AiClient.Type> clientTypes(String connection) {
    return said(
        connection,
        defaults -> defaults.clients() == null ? null : defaults.clients().types(),
        Set.of(AiClient.Type.PERSONAL));
  }

  /** A client is one for all connections. */
  private <T> T ofClients(Function<Defaults.Clients, @Nullable T> what, T otherwise) {
    return said(
        DocumentKey.INSTALLATION,
        defaults -> defaults.clients() == null ? null : what.apply(defaults.clients()),
        otherwise);
  }

  private <T> T said(String connection, Function<Defaults, @Nullable T> what, T otherwise) {
    T ofConnection = connection.isEmpty() ? null : said(connection, what);
    if (ofConnection != null) {
      return ofConnection;
    }
    T ofInstallation = said(DocumentKey.INSTALLATION, what);
    return ofInstallation == null ? otherwise : ofInstallation;
  }

  private <T> @Nullable T said(String connection, Function<Defaults, @Nullable T> what) {
    Governed governed =
        state.find(new DocumentKey(GovernedKind.DEFAULTS, connection, Defaults.NAME));
    if (governed == null || !governed.isThere()) {
      return null;
    }
    Defaults defaults = governed.as(Defaults.class);
    return what.apply(defaults == null ? NOTHING : defaults);
  }
}
