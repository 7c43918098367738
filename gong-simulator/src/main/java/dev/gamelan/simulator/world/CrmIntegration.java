package dev.gamelan.simulator.world;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** The company's generic CRM integration: what it uploaded, by type and CRM id. */
public record CrmIntegration(
    long integrationId,
    String ownerEmail,
    String name,
    Map<String, Map<String, ObjectNode>> objects,
    Map<String, Map<String, ObjectNode>> schema) {

  public static CrmIntegration empty(long id, String ownerEmail, String name) {
    return new CrmIntegration(id, ownerEmail, name, new LinkedHashMap<>(), new LinkedHashMap<>());
  }

  /** One integration, into which all accounts, contacts and deals were uploaded. */
  static CrmIntegration seeded(Dice dice, Users users, Customers customers) {
    String owner = users.inRole("operations").getFirst().emailAddress();
    CrmIntegration crm = empty(Long.parseLong(dice.id()), owner, "Order desk");
    for (Account account : customers.accounts()) {
      crm.put("ACCOUNT", account.crmId(), "name", account.name(), "domain", account.domain());
      for (Account.Contact contact : account.contacts()) {
        crm.put("CONTACT", contact.crmId(), "name", contact.fullName(), "email", contact.email());
      }
      for (Account.Opportunity deal : account.opportunities()) {
        crm.put("DEAL", deal.crmId(), "name", deal.name(), "stage", deal.stage());
      }
    }
    crm.define("ACCOUNT", "region", "Region");
    crm.define("DEAL", "orderCount", "Orders so far");
    return crm;
  }

  public void put(String type, String id, ObjectNode object) {
    objects.computeIfAbsent(type, key -> new LinkedHashMap<>()).put(id, object);
  }

  public void define(String type, ObjectNode field) {
    schema
        .computeIfAbsent(type, key -> new LinkedHashMap<>())
        .put(field.get("uniqueName").asString(), field);
  }

  public @Nullable ObjectNode find(String type, String id) {
    return objects.getOrDefault(type, Map.of()).get(id);
  }

  public ArrayNode fields(String type) {
    ArrayNode fields = JsonNodeFactory.instance.arrayNode();
    schema.getOrDefault(type, Map.of()).values().forEach(fields::add);
    return fields;
  }

  private void put(
      String type, String id, String name, String value, String otherName, String otherValue) {
    ObjectNode object = JsonNodeFactory.instance.objectNode();
    object.put("objectId", id).put(name, value).put(otherName, otherValue);
    put(type, id, object);
  }

  private void define(String type, String uniqueName, String label) {
    ObjectNode field = JsonNodeFactory.instance.objectNode();
    field.put("uniqueName", uniqueName).put("label", label).put("type", "STRING");
    define(type, field);
  }
}
