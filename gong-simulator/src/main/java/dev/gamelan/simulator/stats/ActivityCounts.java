package dev.gamelan.simulator.stats;

import org.jspecify.annotations.Nullable;

/** How many calls one person had to do with, and in what way. */
record ActivityCounts(
    int callsAsHost,
    int callsGaveFeedback,
    int callsRequestedFeedback,
    int callsReceivedFeedback,
    int ownCallsListenedTo,
    int othersCallsListenedTo,
    int callsSharedInternally,
    int callsSharedExternally,
    int callsScorecardsFilled,
    int callsScorecardsReceived,
    int callsAttended,
    int callsCommentsGiven,
    int callsCommentsReceived,
    int callsMarkedAsFeedbackGiven,
    int callsMarkedAsFeedbackReceived,
    @Nullable String fromDate,
    @Nullable String toDate) {

  static ActivityCounts of(Activity activity, boolean withDates) {
    return new ActivityCounts(
        activity.callsAsHost().size(),
        activity.callsGaveFeedback().size(),
        activity.callsRequestedFeedback().size(),
        activity.callsReceivedFeedback().size(),
        activity.ownCallsListenedTo().size(),
        activity.othersCallsListenedTo().size(),
        activity.callsSharedInternally().size(),
        activity.callsSharedExternally().size(),
        activity.callsScorecardsFilled().size(),
        activity.callsScorecardsReceived().size(),
        activity.callsAttended().size(),
        activity.callsCommentsGiven().size(),
        activity.callsCommentsReceived().size(),
        activity.callsMarkedAsFeedbackGiven().size(),
        activity.callsMarkedAsFeedbackReceived().size(),
        withDates ? activity.fromDate() : null,
        withDates ? activity.toDate() : null);
  }
}
