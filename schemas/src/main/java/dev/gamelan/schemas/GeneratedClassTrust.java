package dev.gamelan.schemas;

import org.apache.avro.Conversion;
import org.apache.avro.util.ClassSecurityValidator;

/**
 * Tells Avro that the record classes generated here may be instantiated; it trusts none by itself.
 *
 * <p>Converts nothing: a conversion is what Avro loads, as a service, whenever a record class makes
 * its data model, and so before any record can be made, copied or read.
 */
public final class GeneratedClassTrust extends Conversion<GeneratedClassTrust> {
  static {
    var previous = ClassSecurityValidator.getGlobal();
    ClassSecurityValidator.setGlobal(
        type ->
            type.getPackageName().equals(GeneratedClassTrust.class.getPackageName())
                || previous.isTrusted(type));
  }

  @Override
  public Class<GeneratedClassTrust> getConvertedType() {
    return GeneratedClassTrust.class;
  }

  /** No schema names this type. */
  @Override
  public String getLogicalTypeName() {
    return "gamelan-trust";
  }
}
