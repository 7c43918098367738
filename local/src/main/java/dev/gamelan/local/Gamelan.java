package dev.gamelan.local;

import dev.gamelan.local.admin.AccessCommand;
import dev.gamelan.local.admin.AdminCommand;
import dev.gamelan.local.client.AuditCommand;
import dev.gamelan.local.client.CallCommand;
import dev.gamelan.local.client.DownCommand;
import dev.gamelan.local.client.QuotaCommand;
import dev.gamelan.local.client.StatusCommand;
import dev.gamelan.local.client.ToolsCommand;
import dev.gamelan.local.up.UpCommand;
import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The {@code gamelan} command: reads its arguments and says what went wrong in one sentence. */
@Command(
    name = "gamelan",
    description = "A governed gateway for Gong: many players, one gong, in strict time.",
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      UpCommand.class,
      CallCommand.class,
      ToolsCommand.class,
      AuditCommand.class,
      QuotaCommand.class,
      StatusCommand.class,
      AccessCommand.class,
      AdminCommand.class,
      DownCommand.class
    })
public final class Gamelan {
  public static void main(String[] arguments) {
    System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"--help"} : arguments));
  }

  /** For whoever wants to hear what it prints. */
  public static CommandLine commandLine() {
    return new CommandLine(new Gamelan())
        .setExecutionExceptionHandler(
            (problem, command, parsed) -> {
              command.getErr().println(sentence(problem));
              command.getErr().flush();
              return 1;
            });
  }

  /**
   * What a person can act on is the innermost cause; its type matters only where it says nothing.
   */
  private static String sentence(Exception problem) {
    if (problem instanceof IOException || problem instanceof IllegalArgumentException) {
      return String.valueOf(problem.getMessage());
    }
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return "%s (%s). More is in the logs folder of the data folder."
        .formatted(cause.getMessage(), cause.getClass().getSimpleName());
  }
}
