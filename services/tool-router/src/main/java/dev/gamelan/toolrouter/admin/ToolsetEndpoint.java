package dev.gamelan.toolrouter.admin;

import dev.gamelan.identity.Caller;
import dev.gamelan.schemas.GovernedKind;
import dev.gamelan.toolrouter.admin.desk.Asked;
import dev.gamelan.toolrouter.admin.desk.Code;
import dev.gamelan.toolrouter.admin.desk.Desk;
import dev.gamelan.toolrouter.admin.desk.Need;
import dev.gamelan.toolrouter.admin.desk.Paging;
import dev.gamelan.toolrouter.admin.desk.Register;
import dev.gamelan.toolrouter.admin.desk.Reply;
import dev.gamelan.toolrouter.admin.desk.Wording;
import dev.gamelan.toolrouter.catalog.Catalog;
import dev.gamelan.toolrouter.governance.ReadyToolset;
import dev.gamelan.toolrouter.governance.document.AccessProfile;
import dev.gamelan.toolrouter.governance.document.DocumentKey;
import dev.gamelan.toolrouter.governance.document.Toolset;
import dev.gamelan.toolrouter.governance.log.Governed;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Named sets of a connection's tools: those that are there by themselves, and one's own. */
@RestController
@RequestMapping("/v1/connections/{connection}/toolsets")
class ToolsetEndpoint {
  private static final int MOST_TOOLS = 500;
  private static final int LONGEST_TITLE = 200;
  private static final int LONGEST_DESCRIPTION = 2000;
  private static final int LONGEST_TOOL = 128;

  private final Desk desk;
  private final Register register;
  private final Toolsets toolsets;
  private final Catalog catalog;

  ToolsetEndpoint(Desk desk, Register register, Toolsets toolsets, Catalog catalog) {
    this.desk = desk;
    this.register = register;
    this.toolsets = toolsets;
    this.catalog = catalog;
  }

  record Listing(List<ToolsetView> toolsets, @Nullable String nextCursor) {}

  @GetMapping
  Mono<ResponseEntity<?>> list(
      ServerWebExchange exchange, Caller caller, @PathVariable String connection) {
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        connection,
        asked -> {
          Paging paging = Paging.of(asked);
          if (paging == null) {
            return Paging.wrong();
          }
          var piece = paging.of(toolsets.all(connection), ToolsetView::name);
          return new Reply.Shown(new Listing(piece.items(), piece.next()));
        });
  }

  @GetMapping("/{toolset}")
  Mono<ResponseEntity<?>> show(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String toolset) {
    return desk.receive(
        exchange,
        caller,
        Need.LOOK,
        connection,
        asked ->
            toolsets.all(connection).stream()
                .filter(one -> one.name().equals(toolset))
                .findAny()
                .<Reply>map(one -> new Reply.Shown(one, one.version()))
                .orElseGet(() -> Reply.notFound("There is no toolset of this name.")));
  }

  @PutMapping("/{toolset}")
  Mono<ResponseEntity<?>> put(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String toolset) {
    return desk.receive(
        exchange,
        caller,
        Need.GOVERN,
        connection,
        Toolset.class,
        (asked, wish) -> put(asked, connection, toolset, wish));
  }

  private Reply put(Asked asked, String connection, String name, Toolset wish) {
    Reply.Refused wrong =
        Wording.first(
            notOnesOwn(name),
            Wording.check("title", wish.title(), LONGEST_TITLE),
            Wording.check("description", wish.description(), LONGEST_DESCRIPTION),
            Wording.check("tools", wish.tools(), MOST_TOOLS, LONGEST_TOOL));
    if (wrong != null) {
      return wrong;
    }
    Optional<String> unknown =
        wish.tools().stream().filter(tool -> catalog.find(tool).isEmpty()).sorted().findFirst();
    if (unknown.isPresent()) {
      return new Reply.Refused(
          Code.UNKNOWN_TOOL,
          "There is no tool %s. List the tools for those there are.".formatted(unknown.get()));
    }
    return register.put(
        asked,
        key(connection, name),
        wish,
        asked.parameter("reason"),
        governed -> toolsets.view(connection, governed));
  }

  private static DocumentKey key(String connection, String name) {
    return new DocumentKey(GovernedKind.TOOLSET, connection, name);
  }

  private static Reply.@Nullable Refused notOnesOwn(String name) {
    if (ReadyToolset.named(name).isPresent()) {
      return new Reply.Refused(
          Code.READY_MADE, "This toolset is there by itself and cannot be changed; name another.");
    }
    return Wording.isName(name)
        ? null
        : Reply.invalid(
            "A toolset's name has small letters, digits and hyphens, 64 at most, and begins with"
                + " no hyphen.");
  }

  @DeleteMapping("/{toolset}")
  Mono<ResponseEntity<?>> delete(
      ServerWebExchange exchange,
      Caller caller,
      @PathVariable String connection,
      @PathVariable String toolset) {
    return desk.receive(
        exchange, caller, Need.GOVERN, connection, asked -> delete(asked, connection, toolset));
  }

  private Reply delete(Asked asked, String connection, String name) {
    Reply.Refused wrong = notOnesOwn(name);
    if (wrong != null) {
      return wrong;
    }
    List<String> users =
        register.state().all(GovernedKind.PROFILE, connection).stream()
            .filter(profile -> uses(profile, name))
            .map(profile -> profile.key().name())
            .sorted()
            .limit(5)
            .toList();
    return users.isEmpty()
        ? register.delete(asked, key(connection, name), List.of())
        : new Reply.Refused(
            Code.IN_USE,
            "These access profiles give it to people: %s. Take it out of them first."
                .formatted(String.join(", ", users)));
  }

  private static boolean uses(Governed governed, String toolset) {
    AccessProfile profile = governed.as(AccessProfile.class);
    return profile != null && profile.toolsets().contains(toolset);
  }
}
