package dev.gamelan.toolrouter.visibility;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.toolrouter.governance.document.Documents;
import dev.gamelan.toolrouter.visibility.VisibilitySettings.Mode;
import dev.gamelan.toolrouter.visibility.mirror.CallAccess.Kind;
import dev.gamelan.toolrouter.visibility.mirror.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

class StandingsTest {
  private static final Mirror MIRROR = People.with(Kind.OWN);
  private static final Instant NOW = People.READ_AT.plus(Duration.ofHours(1));
  private static final Caller READER = new Caller("reader", Set.of(Role.READ));

  private static VisibilitySettings settings(Mode mode) {
    return new VisibilitySettings(mode, null, null, null, null, null);
  }

  private static Caller withEmail(@Nullable String email) {
    return new Caller(
        "login:ann",
        Set.of(Role.READ),
        new Account("https://login", "ann", "Ann", null, email, Set.of(), Set.of(), Set.of()));
  }

  private static Standing.View view(Caller caller, VisibilitySettings settings) {
    Standing standing = Standings.of(caller, settings, MIRROR, NOW);
    assertThat(standing).isInstanceOf(Standing.Watched.class);
    return ((Standing.Watched) standing).view();
  }

  @Test
  void theProvenEmailTellsWhoACallerIs() {
    assertThat(view(withEmail("ann@acme.com"), settings(Mode.ENFORCE)))
        .isInstanceOf(Standing.View.Of.class);
    assertThat(view(withEmail("eve@acme.com"), settings(Mode.ENFORCE)))
        .isInstanceOf(Standing.View.Nobody.class);
    assertThat(view(withEmail(null), settings(Mode.ENFORCE)))
        .isInstanceOf(Standing.View.Nobody.class);
  }

  @Test
  void emailsCountOnlyWhereTheyAreMeantTo() {
    var settings = new VisibilitySettings(Mode.ENFORCE, null, null, false, null, null);

    assertThat(view(withEmail("ann@acme.com"), settings)).isInstanceOf(Standing.View.Nobody.class);
  }

  @Test
  void whoIsNamedIsWhomTheyAreNamed() {
    var settings =
        new VisibilitySettings(
            Mode.ENFORCE,
            null,
            null,
            null,
            Map.of("reader", "bob@acme.com", "login:ann", "nobody-in-gong"),
            null);

    assertThat(view(READER, settings)).isInstanceOf(Standing.View.Of.class);
    assertThat(view(withEmail("ann@acme.com"), settings)).isInstanceOf(Standing.View.Nobody.class);
  }

  @Test
  void whoIsNotKnownToGongIsNobody() {
    assertThat(view(READER, settings(Mode.ENFORCE))).isInstanceOf(Standing.View.Nobody.class);
    assertThat(view(READER, settings(Mode.AUDIT))).isInstanceOf(Standing.View.Nobody.class);
  }

  @Test
  void programsThatAreNamedSeeEverything() {
    var settings = new VisibilitySettings(Mode.ENFORCE, null, null, null, null, Set.of("reader"));

    assertThat(Standings.of(READER, settings, null, NOW)).isEqualTo(new Standing.Everything());
    assertThat(view(withEmail(null), settings)).isInstanceOf(Standing.View.Nobody.class);
  }

  @Test
  void aMissingOrStaleMirrorDecidesNothing() {
    var settings =
        new VisibilitySettings(
            Mode.ENFORCE, Duration.ofHours(1), Duration.ofHours(2), null, null, null);
    Caller ann = withEmail("ann@acme.com");

    assertThat(Standings.of(ann, settings, null, NOW))
        .isInstanceOfSatisfying(
            Standing.Watched.class,
            watched -> {
              assertThat(watched.enforced()).isTrue();
              assertThat(watched.view()).isInstanceOf(Standing.View.Unknown.class);
            });
    assertThat(Standings.of(ann, settings, MIRROR, People.READ_AT.plus(Duration.ofHours(3))))
        .isInstanceOfSatisfying(
            Standing.Watched.class,
            watched -> assertThat(watched.view()).isInstanceOf(Standing.View.Unknown.class));
    assertThat(view(ann, settings)).isInstanceOf(Standing.View.Of.class);
  }

  @Test
  void offIsOffAndAuditIsNotEnforced() {
    assertThat(Standings.of(READER, settings(Mode.OFF), null, NOW))
        .isEqualTo(new Standing.Everything());
    assertThat(Standings.of(READER, settings(Mode.AUDIT), MIRROR, NOW))
        .isInstanceOfSatisfying(
            Standing.Watched.class, watched -> assertThat(watched.enforced()).isFalse());
  }

  @Test
  void theDocumentIsReadAsItIsWrittenDown() {
    String json =
        """
        {"mode": "ENFORCE", "every": "PT12H", "staleAfter": "P2D", "byEmail": true,
         "people": {"reader": "42"}, "unrestricted": ["sync"]}
        """;

    assertThat(Documents.read(new JsonMapper().readTree(json), VisibilitySettings.class))
        .isEqualTo(
            new Documents.Reading.Read<>(
                new VisibilitySettings(
                    Mode.ENFORCE,
                    Duration.ofHours(12),
                    Duration.ofDays(2),
                    true,
                    Map.of("reader", "42"),
                    Set.of("sync"))));
    assertThat(Documents.readOwned("{\"mode\": \"LATER\"}", VisibilitySettings.class)).isNull();
    assertThat(Documents.readOwned("{}", VisibilitySettings.class)).isNull();
  }
}
