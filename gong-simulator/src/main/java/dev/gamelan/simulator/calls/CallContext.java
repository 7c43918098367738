package dev.gamelan.simulator.calls;

import dev.gamelan.simulator.world.Account;
import dev.gamelan.simulator.world.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What the CRM knows about a call: its account, its deal and its people. */
record CallContext(String system, List<CrmObject> objects) {
  private static final int CUSTOM_FIELDS = 24;

  record CrmObject(String objectType, String objectId, List<CrmField> fields, String timing) {}

  record CrmField(String name, Object value) {}

  /** How much was asked for, and as of when. */
  record Depth(boolean extended, List<String> timings) {}

  static List<CallContext> of(Call call, Depth depth) {
    Account account = call.account();
    if (account == null) {
      return List.of();
    }
    List<CrmObject> objects = new ArrayList<>();
    for (String timing : depth.timings()) {
      objects.add(new CrmObject("Account", account.crmId(), fields(account, depth), timing));
      Account.Opportunity deal = call.opportunity();
      if (deal != null) {
        objects.add(new CrmObject("Opportunity", deal.crmId(), fields(deal, depth), timing));
      }
    }
    return List.of(new CallContext("Salesforce", objects));
  }

  static List<CallContext> of(Call.Party party, Depth depth) {
    var contact = party.contact();
    if (contact == null) {
      return List.of();
    }
    List<CrmField> fields =
        List.of(
            new CrmField("FirstName", contact.firstName()),
            new CrmField("LastName", contact.lastName()),
            new CrmField("Title", contact.title()));
    List<CrmObject> objects =
        depth.timings().stream()
            .map(
                timing ->
                    new CrmObject(
                        "Contact", contact.crmId(), depth.extended() ? fields : List.of(), timing))
            .toList();
    return List.of(new CallContext("Salesforce", objects));
  }

  private static List<CrmField> fields(Account account, Depth depth) {
    List<CrmField> fields = new ArrayList<>();
    if (depth.extended()) {
      fields.add(new CrmField("Name", account.name()));
      fields.add(new CrmField("Website", account.website()));
      fields.add(new CrmField("Industry", account.industry()));
      addCustom("Account", account.crmId(), fields);
    }
    return fields;
  }

  private static List<CrmField> fields(Account.Opportunity deal, Depth depth) {
    List<CrmField> fields = new ArrayList<>();
    if (depth.extended()) {
      fields.add(new CrmField("Name", deal.name()));
      fields.add(new CrmField("LeadSource", deal.leadSource()));
      fields.add(new CrmField("Type", deal.type()));
      fields.add(new CrmField("StageName", deal.stage()));
      fields.add(new CrmField("Probability", deal.probability()));
      fields.add(new CrmField("Amount", deal.amount()));
      fields.add(new CrmField("CloseDate", deal.closeDate()));
      addCustom("Opportunity", deal.crmId(), fields);
    }
    return fields;
  }

  private static void addCustom(String object, String crmId, List<CrmField> fields) {
    for (int number = 1; number <= CUSTOM_FIELDS; number++) {
      fields.add(
          new CrmField(
              String.format(Locale.ROOT, "%s_Attribute_%02d__c", object, number),
              "Segment " + Math.floorMod(crmId.hashCode() + number * 31, 97) + ", reviewed"));
    }
  }
}
