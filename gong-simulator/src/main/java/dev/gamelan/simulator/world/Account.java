package dev.gamelan.simulator.world;

import java.util.List;

/** A customer or one to be, as the CRM knows it. */
public record Account(
    String crmId,
    String name,
    String domain,
    String industry,
    String city,
    List<Contact> contacts,
    List<Opportunity> opportunities) {

  /** A person at a customer. */
  public record Contact(
      String crmId, String firstName, String lastName, String title, String email, String phone) {
    public String fullName() {
      return firstName + ' ' + lastName;
    }
  }

  /** A deal with a customer. */
  public record Opportunity(
      String crmId,
      String name,
      String stage,
      int probability,
      int amount,
      String closeDate,
      String leadSource,
      String type,
      String ownerId) {}

  public String website() {
    return "https://www." + domain;
  }
}
