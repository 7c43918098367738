package dev.gamelan.toolrouter.catalog;

import dev.gamelan.schemas.Effect;

/** Says in plain words what a status of Gong's means and whether trying again helps. */
final class StatusSentence {
  private StatusSentence() {}

  static String of(Tool tool, int httpStatus) {
    return switch (httpStatus) {
      case 400, 422 ->
          "Gong refused the arguments (%d); change them before trying again.".formatted(httpStatus);
      case 401 ->
          "Gong did not accept the company's credentials (401): they may be revoked, expired or for"
              + " another Gong host%s. An administrator has to check the connection; trying again"
                  .formatted(orScopesOf(tool))
              + " does not help.";
      case 402 ->
          "The company's Gong AI credits are used up (402); trying again helps only once more are"
              + " bought.";
      case 403 ->
          "Gong forbids this (403): the company may lack the licence or the limited release that"
              + " this operation needs, or Gong does not trust this gateway's address. Trying again"
              + " does not help.";
      case 404 -> "Gong knows nothing by these arguments (404); trying again does not help.";
      case 405, 415 ->
          "Gong did not understand the request (%d); this is a fault of the gateway, not of the"
                  .formatted(httpStatus)
              + " arguments.";
      case 409 ->
          "Gong says that this conflicts with what it already has or how it is set up (409); trying"
              + " again helps only once that is different.";
      case 429 -> "Gong's request limit was reached (429); try again later.";
      default -> other(tool, httpStatus);
    };
  }

  private static String other(Tool tool, int httpStatus) {
    if (httpStatus >= 300 && httpStatus < 400) {
      return ("Gong redirected the request (%d), so the connection has the address of another Gong"
              + " host than the company's own; trying again helps only once an administrator has corrected it.")
          .formatted(httpStatus);
    }
    if (httpStatus >= 500) {
      return tool.effect() == Effect.READ
          ? "Gong failed (%d); the same call may succeed later.".formatted(httpStatus)
          : ("Gong failed (%d); look whether the change happened before trying again.")
              .formatted(httpStatus);
    }
    return "Gong refused the call (%d); trying again is not likely to help.".formatted(httpStatus);
  }

  private static String orScopesOf(Tool tool) {
    return tool.scopes().isEmpty()
        ? ""
        : ", or lack the scope " + String.join(" or ", tool.scopes());
  }
}
