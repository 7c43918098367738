package dev.gamelan.quota.permit;

/** Why a permit is refused. */
enum Refusal {
  /** Another holder has the connection, or this one was superseded. */
  FENCED,
  /** The day's limit is spent. */
  DAY_SPENT,
  /** Background calls have spent their share, or would spend what is kept for interactive ones. */
  SHARE_SPENT,
  /** This caller has spent its cap of the day. */
  CALLER_CAP,
  /** This tool has spent its cap of the day. */
  TOOL_CAP,
  /** Gong asked for a pause. */
  FROZEN,
  /** Too many permits wait for their turn already. */
  NOT_YET,
  /** The connection's rate leaves no room for a guest. */
  NO_GUESTS,
  /** Redis lost the connection's state, and it is being restored. */
  REBUILDING,
  /** Redis cannot be asked, or cannot be trusted, or the limits are not known yet. */
  UNAVAILABLE
}
