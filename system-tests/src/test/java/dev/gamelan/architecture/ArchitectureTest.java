package dev.gamelan.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Holds the rules of docs/architecture.md on who may know what. */
@AnalyzeClasses(packages = "dev.gamelan", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] SERVICES = {
    "dev.gamelan.toolrouter..",
    "dev.gamelan.gongcaller..",
    "dev.gamelan.quota..",
    "dev.gamelan.audit.."
  };

  @ArchTest
  static final ArchRule servicesNeverSeeEachOther =
      slices()
          .matching("dev.gamelan.(toolrouter|gongcaller|quota|audit|simulator)..")
          .should()
          .notDependOnEachOther();

  @ArchTest
  static final ArchRule featuresDoNotGoRoundInCircles =
      slices().matching("dev.gamelan.(*).(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule redisAndBucket4jHaveOneDoor =
      noClasses()
          .that()
          .resideOutsideOfPackages("dev.gamelan.quota.permit..", "dev.gamelan.local..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("io.github.bucket4j..", "io.lettuce..");

  @ArchTest
  static final ArchRule gongsHttpHasOneDoor =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gamelan.gongcaller.gong..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.hc..");

  @ArchTest
  static final ArchRule signaturesAreCheckedInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gamelan.identity.oauth..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.nimbusds..");

  @ArchTest
  static final ArchRule secretsAreSealedInOnePlace =
      noClasses()
          .that()
          .resideInAPackage("dev.gamelan.gongcaller..")
          .and()
          .resideOutsideOfPackage("dev.gamelan.gongcaller.seal..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("javax.crypto..");

  @ArchTest
  static final ArchRule noServiceCallsOutButForAPermitOrAToken =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES)
          .and()
          .resideOutsideOfPackages(
              "dev.gamelan.gongcaller.permit..", "dev.gamelan.gongcaller.oauth..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "java.net.http..",
              "org.springframework.web.client..",
              "org.springframework.web.reactive.function.client..");

  @ArchTest
  static final ArchRule eachDatabaseHasOneDoor =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES)
          .and()
          .resideOutsideOfPackages(
              "dev.gamelan.audit.trail..",
              "dev.gamelan.gongcaller.ledger..",
              "dev.gamelan.gongcaller.verification..",
              "dev.gamelan.gongcaller.connection..",
              "dev.gamelan.gongcaller.presence..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..");

  @ArchTest
  static final ArchRule mcpsWireFormatStaysInItsPackage =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gamelan.toolrouter.mcp..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.gamelan.toolrouter.mcp..");

  @ArchTest
  static final ArchRule expressionsAreReadInOnePlace =
      noClasses()
          .that()
          .resideOutsideOfPackage("dev.gamelan.toolrouter.policy.cel..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("dev.cel..");

  @ArchTest
  static final ArchRule administratorsAreAnsweredAtOneDesk =
      noClasses()
          .that()
          .resideInAPackage("dev.gamelan.toolrouter..admin..")
          .and()
          .resideOutsideOfPackage("dev.gamelan.toolrouter.admin.desk..")
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.springframework.http.ProblemDetail")
          .orShould()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.springframework.http.HttpStatus");

  @ArchTest
  static final ArchRule kafkaStaysInListenersAndPublishers =
      noClasses()
          .that(are(resideInAnyPackage(SERVICES)))
          .and()
          .haveSimpleNameNotEndingWith("Listener")
          .and()
          .haveSimpleNameNotEndingWith("Publisher")
          .and()
          .doNotHaveSimpleName("CallerGroup")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.apache.kafka..",
              "org.springframework.kafka..",
              "org.springframework.cloud.stream..");

  @ArchTest
  static final ArchRule configurationIsTyped =
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.springframework.beans.factory.annotation.Value");

  @ArchTest
  static final ArchRule namesSayWhatAThingIs =
      noClasses()
          .that()
          .resideInAPackage("dev.gamelan..")
          .should()
          .haveSimpleNameEndingWith("Impl")
          .orShould()
          .haveSimpleNameEndingWith("Manager")
          .orShould()
          .haveSimpleNameEndingWith("Util")
          .orShould()
          .haveSimpleNameEndingWith("Utils")
          .orShould()
          .haveSimpleNameStartingWith("Abstract");

  @ArchTest
  static final ArchRule nobodyPrintsToTheConsole =
      noClasses()
          .that()
          .resideInAnyPackage(SERVICES)
          .should()
          .accessField(System.class, "out")
          .orShould()
          .accessField(System.class, "err");

  @ArchTest
  static final ArchRule onlyTheApplicationAndItsMetersArePublicAtTheTop =
      classes()
          .that()
          .resideInAnyPackage(
              "dev.gamelan.toolrouter",
              "dev.gamelan.gongcaller",
              "dev.gamelan.quota",
              "dev.gamelan.audit")
          .and()
          .arePublic()
          .should()
          .haveSimpleNameEndingWith("Application")
          .orShould()
          .haveSimpleName("Meters");
}
