package dev.gamelan.gongcaller.connection;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Collection;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class OpenApiTest {
  private static final JsonNode API = read();

  private static JsonNode read() {
    try (InputStream file = OpenApiEndpoint.class.getResourceAsStream("openapi.json")) {
      return JsonMapper.shared().readTree(file);
    } catch (IOException problem) {
      throw new AssertionError(problem);
    }
  }

  @Test
  void describesEveryRouteAndNoOther() {
    Set<String> described = new TreeSet<>();
    for (String path : API.path("paths").propertyNames()) {
      for (String method : API.path("paths").path(path).propertyNames()) {
        described.add(method.toUpperCase(Locale.ROOT) + " " + path);
      }
    }
    assertThat(described).containsExactlyInAnyOrderElementsOf(routes());
  }

  private static Set<String> routes() {
    var endpoints = new ClassPathScanningCandidateComponentProvider(false);
    endpoints.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
    Set<String> routes = new TreeSet<>();
    endpoints
        .findCandidateComponents("dev.gamelan.gongcaller")
        .forEach(
            found -> {
              Class<?> endpoint =
                  ClassUtils.resolveClassName(
                      Objects.requireNonNull(found.getBeanClassName()), null);
              String prefix = mapped(endpoint).flatMap(OpenApiTest::paths).findFirst().orElse("");
              for (Method method : endpoint.getDeclaredMethods()) {
                mapped(method)
                    .forEach(
                        mapping ->
                            Arrays.stream(mapping.method())
                                .forEach(
                                    verb ->
                                        paths(mapping)
                                            .forEach(
                                                path -> routes.add(verb + " " + prefix + path))));
              }
            });
    return routes;
  }

  private static Stream<RequestMapping> mapped(java.lang.reflect.AnnotatedElement element) {
    return Stream.ofNullable(
        AnnotatedElementUtils.findMergedAnnotation(element, RequestMapping.class));
  }

  private static Stream<String> paths(RequestMapping mapping) {
    return mapping.path().length == 0 ? Stream.of("") : Arrays.stream(mapping.path());
  }

  @Test
  void describesConnectionsAsTheyAreShown() {
    assertThat(properties("Connection")).containsExactlyElementsOf(names(ConnectionView.class));
    assertThat(properties("Rotation"))
        .containsExactlyElementsOf(names(ConnectionView.Rotation.class));
    assertThat(properties("Page")).containsExactlyElementsOf(names(ConnectionsEndpoint.Page.class));
    assertThat(properties("ConsentAsked"))
        .containsExactlyElementsOf(names(OAuthEndpoint.Asked.class));
    assertThat(properties("Check")).containsExactlyElementsOf(names(CheckView.class));
    assertThat(properties("Finding")).containsExactlyElementsOf(names(CheckView.Finding.class));
  }

  @Test
  void describesEveryFieldThatIsUnderstood() {
    assertThat(properties("Registration"))
        .containsExactlyInAnyOrderElementsOf(ConnectionInput.REGISTER);
    assertThat(properties("Change")).containsExactlyInAnyOrderElementsOf(ConnectionInput.CHANGE);
    assertThat(properties("Credentials"))
        .containsExactlyInAnyOrderElementsOf(ConnectionInput.CREDENTIALS);
    assertThat(properties("RotationWish"))
        .containsExactlyInAnyOrderElementsOf(ConnectionInput.ROTATION);
    assertThat(properties("ConsentWish"))
        .containsExactlyInAnyOrderElementsOf(ConnectionInput.CONSENT);
    assertThat(properties("CheckWish")).containsExactlyInAnyOrderElementsOf(ConnectionInput.CHECK);
  }

  @Test
  void pointsNowhereButIntoItself() {
    assertThat(API.findValues("$ref"))
        .isNotEmpty()
        .allSatisfy(
            reference ->
                assertThat(API.at(reference.asString().substring(1)).isMissingNode())
                    .as(reference.asString())
                    .isFalse());
  }

  private static Collection<String> properties(String schema) {
    return API.at("/components/schemas/" + schema + "/properties").propertyNames();
  }

  private static Collection<String> names(Class<? extends Record> type) {
    return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
  }
}
