package dev.gamelan.local.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

class RefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          400 | Say which tools.   | Say which tools.
          401 | Unknown.           | The token is not accepted. Start the installation again with ./gamelan up.
          403 | For admin alone.   | For admin alone.
          403 | ''                 | This user may not do that; choose another with --as.
          404 | There is no tool.  | There is no tool.
          404 | ''                 | http://x is not there; this version does not offer it.
          409 | Asked already.     | Asked already.
          412 | Stale.             | Somebody else changed it meanwhile, so nothing was done. Look at it again, and repeat the command if you still want to.
          428 | Send If-Match.     | Somebody else changed it meanwhile, so nothing was done. Look at it again, and repeat the command if you still want to.
          503 | Try in 2 s.        | Try in 2 s.
          500 | ''                 | It answered 500 without saying why.
          """)
  void saysWhatTheServiceSaidOrWhatToDo(int status, String detail, String sentence) {
    var problem = JsonMapper.shared().createObjectNode().put("detail", detail);
    assertThat(Refusal.of(status, problem, "http://x")).hasMessage(sentence);
  }
}
