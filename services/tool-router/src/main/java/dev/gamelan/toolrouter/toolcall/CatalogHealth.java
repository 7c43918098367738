package dev.gamelan.toolrouter.toolcall;

import dev.gamelan.toolrouter.catalog.Catalog;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Tells whether there are tools to call, and which catalogue this instance has. */
@Component("tools")
final class CatalogHealth implements HealthIndicator {
  private final Catalog catalog;

  CatalogHealth(Catalog catalog) {
    this.catalog = catalog;
  }

  @Override
  public Health health() {
    int tools = catalog.tools().size();
    return tools == 0
        ? Health.down().withDetail("missing", "The catalogue has no tools").build()
        : Health.up().withDetail("tools", tools).withDetail("version", catalog.version()).build();
  }
}
