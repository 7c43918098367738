package dev.gamelan.schemas;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.apache.avro.JsonProperties;
import org.apache.avro.Schema;
import org.apache.avro.Schema.Field;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;

/** What a change from one version of a schema to another would break, in either direction. */
final class SchemaChange {
  private final List<String> breaks = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();

  private SchemaChange() {}

  /** A sentence for each thing that old readers or old writers would not survive. */
  static List<String> breaks(Schema older, Schema newer) {
    var change = new SchemaChange();
    change.resolve("the new reader cannot read what was written before", newer, older);
    change.resolve("an old reader cannot read what is written now", older, newer);
    change.compare(newer.getName(), older, newer);
    return change.breaks;
  }

  private void resolve(String what, Schema reader, Schema writer) {
    var result = SchemaCompatibility.checkReaderWriterCompatibility(reader, writer);
    if (result.getType() != SchemaCompatibilityType.COMPATIBLE) {
      result
          .getResult()
          .getIncompatibilities()
          .forEach(
              problem ->
                  breaks.add(
                      "%s: %s at %s (%s)"
                          .formatted(
                              what,
                              problem.getType(),
                              problem.getLocation(),
                              problem.getMessage())));
    }
  }

  /** The rules that Avro's own check does not have. */
  private void compare(String where, Schema older, Schema newer) {
    if (older.getType() != newer.getType()) {
      breaks.add("%s changes its type from %s to %s".formatted(where, older, newer));
      return;
    }
    if (!Objects.equals(logicalType(older), logicalType(newer))) {
      breaks.add(
          "%s changes its logical type from %s to %s"
              .formatted(where, logicalType(older), logicalType(newer)));
    }
    switch (newer.getType()) {
      case RECORD -> compareRecords(older, newer);
      case ENUM -> compareEnums(older, newer);
      case ARRAY -> compare(where + "[]", older.getElementType(), newer.getElementType());
      case MAP -> compare(where + "{}", older.getValueType(), newer.getValueType());
      case UNION -> compareUnions(where, older, newer);
      case FIXED -> compareNames(older, newer);
      default -> {}
    }
  }

  private void compareRecords(Schema older, Schema newer) {
    compareNames(older, newer);
    if (!seen.add(newer.getFullName())) {
      return;
    }
    for (Field now : newer.getFields()) {
      String where = newer.getName() + "." + now.name();
      if (!now.aliases().isEmpty()) {
        breaks.add(where + " has an alias: an old reader would lose its value");
      }
      Field before = older.getField(now.name());
      if (before != null) {
        compare(where, before.schema(), now.schema());
        compareDefaults(where, before, now);
      } else {
        rulesForNew(where, now.schema());
      }
    }
  }

  private void compareDefaults(String where, Field before, Field now) {
    if (before.hasDefaultValue() != now.hasDefaultValue()
        || (now.hasDefaultValue() && !Objects.equals(before.defaultVal(), now.defaultVal()))) {
      breaks.add(
          "%s changes its default from %s to %s"
              .formatted(where, defaultOf(before), defaultOf(now)));
    }
  }

  private void rulesForNew(String where, Schema schema) {
    switch (schema.getType()) {
      case ENUM -> requireDefault(schema);
      case ARRAY -> rulesForNew(where, schema.getElementType());
      case MAP -> rulesForNew(where, schema.getValueType());
      case UNION -> requireNullable(where, schema);
      case RECORD -> {
        if (seen.add(schema.getFullName())) {
          schema
              .getFields()
              .forEach(field -> rulesForNew(schema.getName() + "." + field.name(), field.schema()));
        }
      }
      default -> {}
    }
  }

  private void compareEnums(Schema older, Schema newer) {
    compareNames(older, newer);
    requireDefault(newer);
    if (!Objects.equals(older.getEnumDefault(), newer.getEnumDefault())) {
      breaks.add(
          "%s changes its default from %s to %s"
              .formatted(newer.getName(), older.getEnumDefault(), newer.getEnumDefault()));
    }
    var lost = new ArrayList<>(older.getEnumSymbols());
    lost.removeAll(newer.getEnumSymbols());
    if (!lost.isEmpty()) {
      breaks.add(
          "%s loses %s: what was written with it would read as the default"
              .formatted(newer.getName(), lost));
    }
  }

  private void compareUnions(String where, Schema older, Schema newer) {
    requireNullable(where, newer);
    if (older.getTypes().size() != newer.getTypes().size()) {
      breaks.add(
          "%s changes the branches of its union from %s to %s: use an enum and nullable fields"
              .formatted(where, older.getTypes(), newer.getTypes()));
      return;
    }
    for (int branch = 0; branch < newer.getTypes().size(); branch++) {
      compare(where, older.getTypes().get(branch), newer.getTypes().get(branch));
    }
  }

  private void compareNames(Schema older, Schema newer) {
    if (!older.getFullName().equals(newer.getFullName())) {
      breaks.add("%s was called %s".formatted(newer.getFullName(), older.getFullName()));
    }
    if (!newer.getAliases().isEmpty()) {
      breaks.add(newer.getFullName() + " has an alias: an old reader does not know the new name");
    }
  }

  private void requireDefault(Schema enumeration) {
    if (enumeration.getEnumDefault() == null) {
      breaks.add(
          "%s has no default: an old reader would stop at a new symbol"
              .formatted(enumeration.getName()));
    }
  }

  /** No union can ever grow, so a union of more than null and one type has no future. */
  private void requireNullable(String where, Schema union) {
    if (union.getTypes().size() != 2 || !union.isNullable()) {
      breaks.add("%s is a union of more than null and one type".formatted(where));
    }
  }

  private static String defaultOf(Field field) {
    if (!field.hasDefaultValue()) {
      return "none";
    }
    Object value = field.defaultVal();
    return value == JsonProperties.NULL_VALUE ? "null" : String.valueOf(value);
  }

  private static String logicalType(Schema schema) {
    return String.valueOf(schema.getProp("logicalType"));
  }
}
