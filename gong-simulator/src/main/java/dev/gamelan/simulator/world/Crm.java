package dev.gamelan.simulator.world;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The one generic CRM integration a company may have, and what was asked of it. */
public final class Crm {
  private @Nullable CrmIntegration integration;
  private final Map<String, CrmUpload> requests = new HashMap<>();

  Crm(CrmIntegration integration) {
    this.integration = integration;
  }

  public Optional<CrmIntegration> integration() {
    return Optional.ofNullable(integration);
  }

  public Optional<CrmIntegration> integration(String id) {
    return integration().filter(one -> Long.toString(one.integrationId()).equals(id));
  }

  public void register(CrmIntegration changed) {
    integration = changed;
  }

  public void delete() {
    integration = null;
  }

  public Optional<CrmUpload> request(String clientRequestId) {
    return Optional.ofNullable(requests.get(clientRequestId));
  }

  /** False when that client request id was used before. */
  public boolean accept(String clientRequestId, CrmUpload upload) {
    return requests.putIfAbsent(clientRequestId, upload) == null;
  }
}
