package dev.gamelan.toolrouter.toolcall;

import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The description of this service's HTTP API, for people and for generators. */
@RestController
class OpenApiEndpoint {
  static final String FILE = "dev/gamelan/toolrouter/toolcall/openapi.json";

  @GetMapping(path = "/openapi.json", produces = MediaType.APPLICATION_JSON_VALUE)
  Resource openApi() {
    return new ClassPathResource(FILE);
  }
}
