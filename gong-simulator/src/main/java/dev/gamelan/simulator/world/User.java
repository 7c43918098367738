package dev.gamelan.simulator.world;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody of the company who has a seat in Gong. */
public record User(
    String id,
    String emailAddress,
    OffsetDateTime created,
    boolean active,
    List<String> emailAliases,
    String firstName,
    String lastName,
    String title,
    String phoneNumber,
    String extension,
    List<String> personalMeetingUrls,
    Settings settings,
    @Nullable String managerId,
    String meetingConsentPageUrl,
    List<ConferencingProvider> conferencingProviders,
    List<SpokenLanguage> spokenLanguages) {

  /** What Gong records and imports for this person. */
  public record Settings(
      boolean webConferencesRecorded,
      boolean preventWebConferenceRecording,
      boolean telephonyCallsImported,
      boolean emailsImported,
      boolean preventEmailImport,
      boolean nonRecordedMeetingsImported,
      boolean gongConnectEnabled) {}

  /** A conferencing service this person has connected. */
  public record ConferencingProvider(String provider, boolean isDefault) {}

  /** A language this person speaks. */
  public record SpokenLanguage(String language, boolean primary) {}

  @JsonIgnore
  public String fullName() {
    return firstName + ' ' + lastName;
  }
}
