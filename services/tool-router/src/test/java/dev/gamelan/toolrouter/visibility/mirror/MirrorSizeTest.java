package dev.gamelan.toolrouter.visibility.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gamelan.schemas.MirroredPerson;
import dev.gamelan.schemas.MirroredProfile;
import dev.gamelan.schemas.RecordSerializer;
import dev.gamelan.schemas.Topics;
import dev.gamelan.schemas.VisibilityMirrored;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What docs/visibility.md says that a large company takes. */
class MirrorSizeTest {
  private static final int PEOPLE = 100_000;

  @Test
  void aUserTakesAboutAHundredBytesOfTheRecord() {
    byte[] record;
    try (var serializer = new RecordSerializer()) {
      record =
          Objects.requireNonNull(
              serializer.serialize(Topics.VISIBILITY_MIRRORED.name(), company()));
    }
    System.out.printf("%d bytes of the record a user%n", record.length / PEOPLE);
    assertThat(record.length / PEOPLE).isBetween(90, 110);
  }

  @Test
  void aUserTakesLessThanTwoKilobytesOfAnInstancesHeap() {
    var mirrors = new Mirrors();
    long before = heap();
    mirrors.replay(company());
    long used = heap() - before;
    System.out.printf("%d bytes of heap a user%n", used / PEOPLE);
    assertThat(used / PEOPLE).isBetween(200L, 2_000L);
    assertThat(mirrors.find("default").orElseThrow().people()).isEqualTo(PEOPLE);
  }

  /** What is reachable. */
  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  /** Everybody has one address, a manager and one of twelve profiles, with ids like Gong's. */
  private static VisibilityMirrored company() {
    List<MirroredProfile> profiles = new ArrayList<>();
    for (int number = 0; number < 12; number++) {
      profiles.add(
          MirroredProfile.newBuilder()
              .setId(id(number))
              .setWorkspace(id(number % 2))
              .setCalls("report-to-them")
              .build());
    }
    List<MirroredPerson> people = new ArrayList<>();
    for (int number = 0; number < PEOPLE; number++) {
      people.add(
          MirroredPerson.newBuilder()
              .setUserId(id(1000 + number))
              .setEmails(List.of("name.surname%05d@company.example".formatted(number)))
              .setManager(id(1000 + number / 8))
              .setActive(true)
              .setProfiles(List.of(id(number % 12)))
              .build());
    }
    return VisibilityMirrored.newBuilder()
        .setConnection("default")
        .setReadAt(Instant.EPOCH)
        .setTriedAt(Instant.EPOCH)
        .setWorkspaces(List.of(id(0), id(1)))
        .setProfiles(profiles)
        .setPeople(people)
        .build();
  }

  private static String id(int number) {
    return String.valueOf(6_108_443_322_524_214_700L + number);
  }
}
