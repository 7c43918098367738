package dev.gamelan.audit.trail;

import dev.gamelan.identity.Caller;
import dev.gamelan.identity.Role;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.RecoverableDataAccessException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.util.MultiValueMap;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Shows the trail to those who may see it. */
@RestController
@EnableConfigurationProperties(AuditProperties.class)
class EventsEndpoint {
  private final Trail trail;
  private final AuditProperties properties;

  EventsEndpoint(Trail trail, AuditProperties properties) {
    this.trail = trail;
    this.properties = properties;
  }

  @GetMapping("/v1/events")
  ResponseEntity<?> events(Caller caller, @RequestParam MultiValueMap<String, String> parameters) {
    if (!caller.has(Role.AUDIT) && !caller.has(Role.ADMIN)) {
      return problem(
          HttpStatus.FORBIDDEN, "The audit trail is open to the roles audit and admin alone.");
    }
    return switch (SearchReader.read(parameters, properties)) {
      case SearchReading.Understood(EventSearch search) -> ResponseEntity.ok(trail.page(search));
      case SearchReading.NotUnderstood(String detail) -> problem(HttpStatus.BAD_REQUEST, detail);
    };
  }

  @GetMapping("/v1/openapi.json")
  ResponseEntity<Resource> openApi() {
    return ResponseEntity.ok()
        .contentType(MediaType.APPLICATION_JSON)
        .body(new ClassPathResource("openapi.json", EventsEndpoint.class));
  }

  @ExceptionHandler({
    NonTransientDataAccessResourceException.class,
    TransientDataAccessException.class,
    RecoverableDataAccessException.class
  })
  ResponseEntity<ProblemDetail> databaseAway() {
    ProblemDetail detail =
        ProblemDetail.forStatusAndDetail(
            HttpStatus.SERVICE_UNAVAILABLE,
            "The trail's database does not answer. Nothing is lost; try again in a few seconds.");
    return ResponseEntity.status(HttpStatus.SERVICE_UNAVAILABLE)
        .header(HttpHeaders.RETRY_AFTER, "5")
        .body(detail);
  }

  private static ResponseEntity<ProblemDetail> problem(HttpStatus status, String detail) {
    return ResponseEntity.of(ProblemDetail.forStatusAndDetail(status, detail)).build();
  }
}
