package dev.gamelan.gongcaller.ending;

import dev.gamelan.schemas.AnswerSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a call's answer came from.
 *
 * @param ageMillis null where there is no answer
 * @param sharedWith how many other calls the same request served
 * @param requestId the permit of the last request that the call had a part in
 * @param units of quota that were spent in the call's name
 */
public record Served(
    AnswerSource source,
    @Nullable Long ageMillis,
    int sharedWith,
    @Nullable String requestId,
    int units) {}
