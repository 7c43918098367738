package dev.gamelan.identity.oauth;

import dev.gamelan.identity.Account;
import dev.gamelan.identity.Role;
import java.net.URI;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What this service says of itself to clients that look for its authorization server (RFC 9728).
 */
public final class ProtectedResource {
  public static final String WELL_KNOWN = "/.well-known/oauth-protected-resource";

  private final String path;
  private final URI metadataUrl;
  private final List<Role> firstScopes;
  private final Granting granting;
  private final byte[] metadata;

  ProtectedResource(URI resource, OAuthProperties properties, Granting granting) {
    this.granting = granting;
    this.path = resource.getRawPath().equals("/") ? "" : resource.getRawPath();
    this.metadataUrl = resource.resolve(WELL_KNOWN + path);
    this.firstScopes = properties.firstScopes();
    this.metadata = metadata(resource, properties, granting);
  }

  private static byte[] metadata(URI resource, OAuthProperties properties, Granting granting) {
    var json = new JsonMapper();
    ObjectNode metadata = json.createObjectNode();
    metadata.put("resource", resource.toString());
    var servers = metadata.putArray("authorization_servers");
    properties.issuers().forEach(issuer -> servers.add(issuer.issuer()));
    var scopes = metadata.putArray("scopes_supported");
    String offered = granting.scopes(properties.offeredScopes());
    if (!offered.isEmpty()) {
      List.of(offered.split(" ")).forEach(scopes::add);
    }
    metadata.putArray("bearer_methods_supported").add("header");
    metadata.put("resource_name", properties.resourceName());
    URI documentation = properties.resourceDocumentation();
    if (documentation != null) {
      metadata.put("resource_documentation", documentation.toString());
    }
    return json.writeValueAsBytes(metadata);
  }

  /** Where the metadata stands: at the root, and below it under the resource's own path. */
  public List<String> paths() {
    return path.isEmpty() ? List.of(WELL_KNOWN) : List.of(WELL_KNOWN, WELL_KNOWN + path);
  }

  public byte[] metadata() {
    return metadata.clone();
  }

  public URI metadataUrl() {
    return metadataUrl;
  }

  /** What a client without a token should ask for. */
  public String firstScopes() {
    return granting.scopes(firstScopes);
  }

  /** Whether the account's token already has all scopes that could grant these roles. */
  public boolean covers(Account account, Set<Role> roles) {
    return granting.covers(account.scopes(), roles);
  }

  public String scopes(Collection<Role> roles) {
    return granting.scopes(roles);
  }
}
