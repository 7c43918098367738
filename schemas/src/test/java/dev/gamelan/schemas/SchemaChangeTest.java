package dev.gamelan.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SchemaChangeTest {
  @ParameterizedTest(name = "{0}: {1} -> {2}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          a field without a default appears | - | {'name':'f','type':'string'} | READER_FIELD_MISSING_DEFAULT_VALUE
          a field without a default goes | {'name':'f','type':'string'} | - | READER_FIELD_MISSING_DEFAULT_VALUE
          a type widens | {'name':'f','type':'int'} | {'name':'f','type':'long'} | TYPE_MISMATCH
          a string becomes bytes | {'name':'f','type':'string'} | {'name':'f','type':'bytes'} | changes its type
          a field may be null now | {'name':'f','type':'string'} | {'name':'f','type':['null','string']} | TYPE_MISMATCH
          a field may not be null any more | {'name':'f','type':['null','string']} | {'name':'f','type':'string'} | TYPE_MISMATCH
          a union gains a branch | {'name':'f','type':['null','string'],'default':null} | {'name':'f','type':['null','string','long'],'default':null} | changes the branches
          a union of two types appears | - | {'name':'f','type':['string','long'],'default':''} | more than null and one type
          a default changes | {'name':'f','type':'int','default':1} | {'name':'f','type':'int','default':2} | changes its default from 1 to 2
          a default goes | {'name':'f','type':'int','default':1} | {'name':'f','type':'int'} | changes its default from 1 to none
          a logical type changes | {'name':'f','type':{'type':'long','logicalType':'timestamp-millis'}} | {'name':'f','type':{'type':'long','logicalType':'timestamp-micros'}} | changes its logical type
          a logical type goes | {'name':'f','type':{'type':'long','logicalType':'timestamp-millis'}} | {'name':'f','type':'long'} | changes its logical type
          a field is renamed with an alias | {'name':'f','type':'int','default':1} | {'name':'g','aliases':['f'],'type':'int','default':1} | has an alias
          an enum without default appears | - | {'name':'f','type':{'type':'enum','name':'E','symbols':['A']},'default':'A'} | E has no default
          an enum's default changes | {'name':'f','type':{'type':'enum','name':'E','symbols':['A','B'],'default':'A'}} | {'name':'f','type':{'type':'enum','name':'E','symbols':['A','B'],'default':'B'}} | changes its default from A to B
          an enum's default goes | {'name':'f','type':{'type':'enum','name':'E','symbols':['A','B'],'default':'A'}} | {'name':'f','type':{'type':'enum','name':'E','symbols':['A','B']}} | E has no default
          an enum loses a symbol | {'name':'f','type':{'type':'enum','name':'E','symbols':['A','B'],'default':'A'}} | {'name':'f','type':{'type':'enum','name':'E','symbols':['A'],'default':'A'}} | loses [B]
          a nested record is renamed | {'name':'f','type':{'type':'record','name':'N','fields':[]}} | {'name':'f','type':{'type':'record','name':'M','fields':[]}} | was called dev.N
          a nested record changes its package | {'name':'f','type':{'type':'record','name':'N','fields':[]}} | {'name':'f','type':{'type':'record','name':'N','namespace':'other','fields':[]}} | was called dev.N
          an item of a list changes its type | {'name':'f','type':{'type':'array','items':'string'}} | {'name':'f','type':{'type':'array','items':'bytes'}} | f[] changes its type
          a value of a map changes its type | {'name':'f','type':{'type':'map','values':'string'}} | {'name':'f','type':{'type':'map','values':'bytes'}} | f{} changes its type
          """)
  void findsWhatABreakBreaks(String what, String before, String after, String found) {
    assertThat(SchemaChange.breaks(record(before), record(after)))
        .as(what)
        .anySatisfy(problem -> assertThat(problem).contains(found));
  }

  @Test
  void findsANewPackageOfTheRecordItself() {
    Schema older = Schema.createRecord("R", null, "dev", false, List.of());
    Schema newer = Schema.createRecord("R", null, "other", false, List.of());

    assertThat(SchemaChange.breaks(older, newer)).contains("other.R was called dev.R");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          nothing changes | {'name':'f','type':'string'} | {'name':'f','type':'string'}
          documentation changes | {'name':'f','type':'string','doc':'a'} | {'name':'f','type':'string','doc':'b'}
          a field with a default appears | - | {'name':'f','type':'string','default':''}
          a field with a default goes | {'name':'f','type':'string','default':''} | -
          a nullable field appears | - | {'name':'f','type':['null','long'],'default':null}
          an enum gains a symbol | {'name':'f','type':{'type':'enum','name':'E','symbols':['A'],'default':'A'}} | {'name':'f','type':{'type':'enum','name':'E','symbols':['A','B'],'default':'A'}}
          """)
  void letsPassWhatBothSidesSurvive(String what, String before, String after) {
    assertThat(SchemaChange.breaks(record(before), record(after))).as(what).isEmpty();
  }

  private static Schema record(String field) {
    String fields = "{'name':'kept','type':'string'}" + (field.equals("-") ? "" : "," + field);
    return new Schema.Parser()
        .parse(
            "{'type':'record','name':'R','namespace':'dev','fields':[%s]}"
                .formatted(fields)
                .replace('\'', '"'));
  }
}
