package dev.gamelan.toolrouter.catalog;

/** Where in the request to Gong an argument goes. */
enum Place {
  PATH,
  QUERY,
  /** One field of the JSON object that is the body. */
  BODY,
  /** The body itself, where Gong wants a JSON array; its argument carries a name of ours. */
  WHOLE_BODY,
  /** A property of the file that is uploaded. */
  FILE
}
