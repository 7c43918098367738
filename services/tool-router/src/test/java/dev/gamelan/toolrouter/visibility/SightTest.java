package dev.gamelan.toolrouter.visibility;

import static dev.gamelan.toolrouter.visibility.People.call;
import static dev.gamelan.toolrouter.visibility.People.privateCall;
import static dev.gamelan.toolrouter.visibility.People.sight;
import static dev.gamelan.toolrouter.visibility.People.with;
import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.toolrouter.visibility.mirror.CallAccess;
import dev.gamelan.toolrouter.visibility.mirror.CallAccess.Kind;
import dev.gamelan.toolrouter.visibility.mirror.Mirror;
import dev.gamelan.toolrouter.visibility.mirror.Person;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SightTest {
  @ParameterizedTest
  @CsvSource({
    // who looks, whose call: all, managers-team of bob, report-to-them, own, none
    "ann,  ann,  true, true,  true,  true,  false",
    "ann,  bob,  true, true,  false, false, false",
    "bob,  ann,  true, true,  true,  false, false",
    "cleo, ann,  true, true,  true,  false, false",
    "cleo, bob,  true, true,  true,  false, false",
    "bob,  cleo, true, false, false, false, false",
    "dan,  ann,  true, true,  false, false, false",
    "dan,  cleo, true, false, false, false, false",
    "ann,  gone, true, false, false, false, false",
    "x,    y,    true, false, true,  false, false",
    "x,    ann,  true, true,  false, false, false",
  })
  void eachKindOfProfileShowsTheCallsThatItSays(
      String looks,
      String owner,
      boolean all,
      boolean team,
      boolean reports,
      boolean own,
      boolean none) {
    assertThat(sight(with(Kind.ALL), looks).sees(call(owner))).isEqualTo(all);
    assertThat(sight(with(Kind.MANAGERS_TEAM, "bob"), looks).sees(call(owner))).isEqualTo(team);
    assertThat(sight(with(Kind.REPORT_TO_THEM), looks).sees(call(owner))).isEqualTo(reports);
    assertThat(sight(with(Kind.OWN), looks).sees(call(owner))).isEqualTo(own);
    assertThat(sight(with(Kind.NONE), looks).sees(call(owner))).isEqualTo(none);
  }

  @ParameterizedTest
  @EnumSource(
      value = Kind.class,
      names = {"ALL", "MANAGERS_TEAM", "REPORT_TO_THEM", "OWN"})
  void aPrivateCallIsItsOwnersAndItsParticipantsAlone(Kind kind) {
    Mirror mirror = with(kind, "ann", "bob");

    assertThat(sight(mirror, "ann").sees(privateCall("ann"))).isTrue();
    assertThat(sight(mirror, "dan").sees(privateCall("ann", "dan"))).isTrue();
    assertThat(sight(mirror, "bob").sees(privateCall("ann"))).isFalse();
    assertThat(sight(mirror, "cleo").sees(privateCall("ann", "dan"))).isFalse();
  }

  @Test
  void whoTookPartSeesTheCallAsTheirOwn() {
    assertThat(
            sight(with(Kind.OWN), "dan").sees(new CallFacts("c", "ann", "1", false, Set.of("dan"))))
        .isTrue();
    assertThat(
            sight(with(Kind.NONE), "dan")
                .sees(new CallFacts("c", "ann", "1", false, Set.of("dan"))))
        .isFalse();
  }

  @Test
  void aProfileCountsInItsWorkspaceAlone() {
    Mirror mirror =
        new Mirror(
            People.READ_AT,
            Set.of("1", "2"),
            List.of(
                People.person(
                    "ann", null, Map.of("1", List.of(new CallAccess(Kind.ALL, Set.of()))))));

    assertThat(sight(mirror, "ann").sees(call("bob"))).isTrue();
    assertThat(sight(mirror, "ann").sees(new CallFacts("c", "ann", "2", false, Set.of())))
        .isFalse();
    assertThat(sight(mirror, "ann").sees(new CallFacts("c", "ann", null, false, Set.of())))
        .isFalse();
    assertThat(sight(mirror, "ann").seesAll()).isFalse();
  }

  @Test
  void aCallWithoutAnOwnerIsForThoseWhoSeeAll() {
    assertThat(sight(with(Kind.ALL), "ann").sees(call(null))).isTrue();
    assertThat(sight(with(Kind.REPORT_TO_THEM), "cleo").sees(call(null))).isFalse();
    assertThat(sight(with(Kind.MANAGERS_TEAM, "cleo"), "cleo").sees(call(null))).isFalse();
  }

  @Test
  void whoIsNoLongerActiveSeesNothing() {
    Mirror mirror =
        new Mirror(
            People.READ_AT,
            Set.of("1"),
            List.of(
                new Person(
                    "ann",
                    Set.of(),
                    null,
                    false,
                    Map.of("1", List.of(new CallAccess(Kind.ALL, Set.of()))))));

    assertThat(sight(mirror, "ann").sees(call("ann"))).isFalse();
    assertThat(sight(mirror, "ann").seesAll()).isFalse();
    assertThat(sight(mirror, "ann").seesCallsOf("ann")).isFalse();
  }

  @Test
  void figuresAreThoseOfPeopleWhoseCallsOneSees() {
    assertThat(sight(with(Kind.OWN), "bob").seesCallsOf("bob")).isTrue();
    assertThat(sight(with(Kind.OWN), "bob").seesCallsOf("ann")).isFalse();
    assertThat(sight(with(Kind.REPORT_TO_THEM), "cleo").seesCallsOf("ann")).isTrue();
    assertThat(sight(with(Kind.ALL), "dan").seesCallsOf("ann")).isTrue();
    assertThat(sight(with(Kind.NONE), "dan").seesCallsOf("dan")).isFalse();
  }

  @Test
  void aKindThatIsNotKnownShowsNothing() {
    assertThat(Kind.of("everything")).isEqualTo(Kind.NONE);
    assertThat(Kind.of("all / managers-team / report-to-them / own / none")).isEqualTo(Kind.NONE);
    for (Kind kind : Kind.values()) {
      assertThat(Kind.of(kind.written())).isEqualTo(kind);
    }
  }

  @Test
  void anEmailThatTwoPeopleHaveIsNobodys() {
    Mirror mirror =
        new Mirror(
            People.READ_AT,
            Set.of("1"),
            List.of(
                new Person("1", Set.of("a@acme.com", "shared@acme.com"), null, true, Map.of()),
                new Person("2", Set.of("shared@acme.com"), null, true, Map.of())));

    assertThat(mirror.find("shared@acme.com")).isNull();
    assertThat(mirror.find("A@acme.com")).isNotNull();
  }
}
