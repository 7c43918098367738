package dev.gamelan.toolrouter.policy.cel;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelIssue;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationException;
import dev.cel.common.types.CelType;
import dev.cel.common.types.MapType;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.extensions.CelExtensions;
import dev.cel.extensions.CelStringExtensions;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;
import dev.gamelan.toolrouter.policy.facts.When;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Compiles expressions: their types are checked here, and their size and loops are bounded. */
public final class Expressions {
  public static final int LONGEST = 2_000;
  static final int ITERATIONS = 100_000;

  private static final CelOptions OPTIONS =
      CelOptions.current()
          .maxExpressionCodePointSize(LONGEST)
          .maxParseExpressionNodeCount(LONGEST)
          .maxParseRecursionDepth(50)
          .comprehensionMaxIterations(ITERATIONS)
          .maxRegexProgramSize(1_000)
          .enableHeterogeneousNumericComparisons(true)
          .build();

  /** Those whose results are no longer than what they are given. */
  private static final CelStringExtensions STRINGS =
      CelExtensions.strings(
          CelStringExtensions.Function.CHAR_AT,
          CelStringExtensions.Function.INDEX_OF,
          CelStringExtensions.Function.LAST_INDEX_OF,
          CelStringExtensions.Function.LOWER_ASCII,
          CelStringExtensions.Function.SUBSTRING,
          CelStringExtensions.Function.TRIM,
          CelStringExtensions.Function.UPPER_ASCII);

  private final Map<When, CelCompiler> compilers = new EnumMap<>(When.class);
  private final CelRuntime runtime =
      CelRuntimeFactory.standardCelRuntimeBuilder()
          .setOptions(OPTIONS)
          .addLibraries(STRINGS)
          .build();

  public Expressions() {
    for (When when : When.values()) {
      CelCompilerBuilder compiler =
          CelCompilerFactory.standardCelCompilerBuilder()
              .setOptions(OPTIONS)
              .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
              .setTypeProvider(Variables.structs())
              .addLibraries(STRINGS);
      Variables.types(when).forEach(compiler::addVar);
      compilers.put(when, compiler.build());
    }
  }

  /** An expression that says yes or no. */
  public Compiled condition(String written, When when) {
    return compile(written, when, "bool");
  }

  /** An expression that gives what is to be changed. */
  public Compiled change(String written, When when) {
    return compile(written, when, "map(string, …)");
  }

  private Compiled compile(String written, When when, String wanted) {
    if (written.codePointCount(0, written.length()) > LONGEST) {
      return new Compiled.Wrong("may have %d characters at most".formatted(LONGEST));
    }
    CelCompiler compiler = compilers.get(when);
    if (compiler == null) {
      throw new IllegalStateException("nothing compiles " + when);
    }
    try {
      CelAbstractSyntaxTree tree = compiler.compile(written).getAst();
      if (!gives(tree.getResultType(), wanted)) {
        return new Compiled.Wrong(
            "must give %s, and gives %s".formatted(wanted, tree.getResultType().name()));
      }
      return new Compiled.Ok(new Expression(runtime.createProgram(tree)));
    } catch (CelValidationException invalid) {
      return new Compiled.Wrong(sentence(invalid.getErrors(), when));
    } catch (CelEvaluationException unusable) {
      return new Compiled.Wrong(String.valueOf(unusable.getMessage()));
    }
  }

  private static boolean gives(CelType type, String wanted) {
    if (type.equals(SimpleType.DYN)) {
      return true;
    }
    return wanted.equals("bool")
        ? type.equals(SimpleType.BOOL)
        : type instanceof MapType map && map.keyType().equals(SimpleType.STRING);
  }

  private static String sentence(List<CelIssue> issues, When when) {
    CelIssue first = issues.getFirst();
    String what = first.getMessage();
    String help =
        what.startsWith("undeclared reference") || what.startsWith("undefined field")
            ? "; %s a call there are %s"
                .formatted(when == When.BEFORE ? "before" : "after", Variables.known(when))
            : "";
    return "line %d, character %d: %s%s"
        .formatted(
            first.getSourceLocation().getLine(),
            first.getSourceLocation().getColumn() + 1,
            what.length() > 300 ? what.substring(0, 300) + "…" : what,
            help);
  }
}
