package dev.gamelan.schemas;

import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the record classes generated here may be instantiated; it trusts none by itself.
 */
final class GeneratedClassTrust {
  static {
    var previous = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        type ->
            type.getPackageName().equals(GeneratedClassTrust.class.getPackageName())
                || previous.isTrusted(type));
  }

  private GeneratedClassTrust() {}

  /** Runs the static initializer, once in the life of the class. */
  static void establish() {}
}
