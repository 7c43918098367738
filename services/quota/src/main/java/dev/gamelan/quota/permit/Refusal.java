package dev.gamelan.quota.permit;

/** Why a permit is refused. */
enum Refusal {
  /** Another holder has the connection, or this one was superseded. */
  FENCED,
  /** The day's limit is spent. */
  DAY_SPENT,
  /** Gong asked for a pause. */
  FROZEN,
  /** Too many permits wait for their turn already. */
  NOT_YET,
  /** Redis lost the connection's state, and it is being restored. */
  REBUILDING,
  /** Redis cannot be asked, or cannot be trusted. */
  UNAVAILABLE
}
