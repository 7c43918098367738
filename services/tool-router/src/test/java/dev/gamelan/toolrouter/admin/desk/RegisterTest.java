package dev.gamelan.toolrouter.admin.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Register.Proposed;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Toolset;
import dev.gamelan.toolrouter.governance.log.Change;
import dev.gamelan.toolrouter.governance.log.Governed;
import dev.gamelan.toolrouter.governance.log.LoopedLog;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.util.LinkedMultiValueMap;

class RegisterTest {
  private static final Caller ANN = new Caller("ann", Set.of(Role.GOVERNANCE));
  private static final DocumentKey KEY = new DocumentKey(GovernedKind.TOOLSET, "default", "mine");

  private final LoopedLog looped = new LoopedLog(Clock.systemUTC());
  private final Register register = new Register(looped.log());

  private Reply put(String title, @Nullable String ifMatch, @Nullable String ifNoneMatch) {
    Asked asked = new Asked(ANN, "PUT /x", new LinkedMultiValueMap<>(), ifMatch, ifNoneMatch, null);
    return register.put(asked, KEY, new Toolset(title, null, Set.of()), null, Governed::version);
  }

  private Reply put(String title, @Nullable String ifMatch) {
    return put(title, ifMatch, null);
  }

  private Reply delete(@Nullable String ifMatch) {
    return register.delete(RegisterOf.asked(ANN, ifMatch), KEY, List.of());
  }

  private static Code code(Reply reply) {
    assertThat(reply).isInstanceOf(Reply.Refused.class);
    return ((Reply.Refused) reply).code();
  }

  @Test
  void whatIsNewNeedsNoVersionAndHasTheFirst() {
    assertThat(put("a", null)).isEqualTo(new Reply.Made(1L, 1));
  }

  @Test
  void whatIsThereNeedsTheVersionThatWasSeen() {
    put("a", null);

    assertThat(code(put("b", null))).isEqualTo(Code.IF_MATCH_NEEDED);
    assertThat(put("b", "\"1\"")).isEqualTo(new Reply.Shown(2L, 2L));
    assertThat(put("c", "\"1\""))
        .isInstanceOfSatisfying(
            Reply.Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(Code.STALE);
              assertThat(refused.version()).isEqualTo(2);
            });
    assertThat(put("c", "W/\"2\"")).as("weak").isInstanceOf(Reply.Refused.class);
    assertThat(put("c", "\"7\", \"2\"")).isEqualTo(new Reply.Shown(3L, 3L));
    assertThat(put("d", "*")).isEqualTo(new Reply.Shown(4L, 4L));
  }

  @Test
  void onlyIfNewMeansSo() {
    assertThat(put("a", null, "*")).isEqualTo(new Reply.Made(1L, 1));
    assertThat(code(put("b", null, "*"))).isEqualTo(Code.STALE);
  }

  @Test
  void aRetryOfWhatHasSucceededChangesNothing() {
    put("a", null);
    put("b", "\"1\"");

    assertThat(put("b", "\"1\"")).isEqualTo(new Reply.Shown(2L, 2L));
    assertThat(looped.published()).hasSize(2);
    assertThat(delete("\"2\"")).isEqualTo(new Reply.Gone());
    assertThat(delete("\"2\"")).isEqualTo(new Reply.Gone());
    assertThat(looped.published()).hasSize(3);
  }

  @Test
  void whatIsDeletedKeepsItsNumberSoThatNoOldVersionFitsAgain() {
    put("a", null);
    delete("\"1\"");

    assertThat(code(put("b", "\"1\""))).isEqualTo(Code.STALE);
    assertThat(code(put("b", "*"))).isEqualTo(Code.STALE);
    assertThat(put("b", null)).isEqualTo(new Reply.Made(3L, 3));
  }

  @Test
  void whatIsNotThereCannotBeDeleted() {
    assertThat(code(delete("*"))).isEqualTo(Code.NOT_FOUND);
    put("a", null);
    assertThat(code(delete(null))).isEqualTo(Code.IF_MATCH_NEEDED);
  }

  @Test
  void anAttemptThatIsForestalledIsMadeUpAnew() {
    AtomicInteger attempts = new AtomicInteger();

    Reply reply =
        register.attempt(
            "id",
            "ann",
            null,
            state -> {
              long seen = state.versionOf(KEY);
              if (attempts.incrementAndGet() == 1) {
                looped.put(KEY, new Toolset("of another", null, Set.of()));
              }
              return new Proposed.Changes(
                  List.of(new Change(KEY, seen, "{\"tools\":[]}")),
                  then -> new Reply.Shown(then.versionOf(KEY)));
            });

    assertThat(reply).isEqualTo(new Reply.Shown(2L));
    assertThat(attempts).hasValue(2);
  }

  @Test
  void theSameKeyOfTheSameCallerIsTheSameEventAndNoOtherIs() {
    Asked asked = new Asked(ANN, "POST /a", new LinkedMultiValueMap<>(), null, null, "k");
    Asked again = new Asked(ANN, "POST /a", new LinkedMultiValueMap<>(), null, null, "k");
    Asked elsewhere = new Asked(ANN, "POST /b", new LinkedMultiValueMap<>(), null, null, "k");
    Asked bobs =
        new Asked(
            new Caller("bob", Set.of()), "POST /a", new LinkedMultiValueMap<>(), null, null, "k");

    assertThat(asked.id()).isEqualTo(again.id());
    assertThat(asked.id()).isNotEqualTo(elsewhere.id()).isNotEqualTo(bobs.id());
  }
}
