package dev.gamelan.toolrouter.visibility;

/** What holds for a caller at one connection. */
sealed interface Standing {
  /** They see all that the company's key sees. */
  record Everything() implements Standing {}

  /** They see what they would see in Gong; or it is only noted what they would not. */
  record Watched(boolean enforced, View view) implements Standing {}

  /** As whom they look. */
  sealed interface View {
    /** A user of Gong. */
    record Of(Sight sight) implements View {}

    /** Nobody whom Gong knows. */
    record Nobody() implements View {}

    /** That cannot be told at the moment; why, in a sentence for the caller. */
    record Unknown(String sentence) implements View {}
  }
}
