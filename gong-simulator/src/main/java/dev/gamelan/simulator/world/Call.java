package dev.gamelan.simulator.world;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A recorded conversation: what Gong says about it, who took part, and what it was about. */
public record Call(
    MetaData metaData,
    List<Party> parties,
    @Nullable Account account,
    Account.@Nullable Opportunity opportunity,
    boolean transcribed) {

  /** The basic facts of a call, in the names and order of Gong's JSON. */
  public record MetaData(
      String id,
      String url,
      @Nullable String title,
      @Nullable OffsetDateTime scheduled,
      OffsetDateTime started,
      long duration,
      @Nullable String primaryUserId,
      String direction,
      String system,
      String scope,
      String media,
      String language,
      String workspaceId,
      @Nullable String sdrDisposition,
      @Nullable String clientUniqueId,
      @Nullable String customData,
      @Nullable String purpose,
      @Nullable String meetingUrl,
      boolean isPrivate,
      @Nullable String calendarEventId) {}

  /** Somebody who took part; internal parties are users. */
  public record Party(
      String id,
      @Nullable String emailAddress,
      @Nullable String name,
      @Nullable String title,
      @Nullable String userId,
      @Nullable String speakerId,
      String affiliation,
      @Nullable String phoneNumber,
      List<String> methods,
      Account.@Nullable Contact contact) {

    public boolean isInternal() {
      return affiliation.equals("Internal");
    }
  }

  public String id() {
    return metaData.id();
  }

  /** Scheduled where Gong recorded a web conference, started otherwise. */
  public OffsetDateTime listedAt() {
    return Optional.ofNullable(metaData.scheduled()).orElse(metaData.started());
  }

  public boolean hasUser(String userId) {
    return parties.stream().anyMatch(party -> userId.equals(party.userId()));
  }

  public boolean hasEmail(String email) {
    return parties.stream().anyMatch(party -> email.equalsIgnoreCase(party.emailAddress()));
  }
}
