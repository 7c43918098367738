package dev.gamelan.toolrouter.governance.document;

/** One thing that is governed, as it is at one version. */
public sealed interface Document
    permits Defaults,
        CatalogueSeen,
        ToolApproval,
        Toolset,
        AccessProfile,
        AccessRequest,
        AiClient,
        KillSwitch,
        Document.OfItsOwner,
        Document.NotUnderstood {

  /** Its owner reads it: a policy, or whose calls a person may see. */
  record OfItsOwner(String json) implements Document {}

  /** Written by a later version, so that whatever it would govern is denied. */
  record NotUnderstood() implements Document {}
}
