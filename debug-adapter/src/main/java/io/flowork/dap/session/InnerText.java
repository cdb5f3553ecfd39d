package io.flowork.dap.session;

import io.flowork.core.history.Inside;
import io.flowork.core.journal.JournalEntry;
import io.flowork.core.jq.TraceEvent;
import io.flowork.core.machine.Input;
import io.flowork.core.machine.InputJson;
import io.flowork.dap.value.Brief;
import org.jspecify.annotations.Nullable;

/** What a person is told of a point inside of a stop. */
final class InnerText {
    private static final int SHORT = 60;

    private InnerText() {}

    /** What happens at a point, in a few words. */
    static String of(InnerPoint point) {
        return switch (point) {
            case InnerPoint.Part part -> of(part);
            case InnerPoint.Asked asked -> what(asked) + ": " + outcome(asked.request());
        };
    }

    private static String of(InnerPoint.Part part) {
        TraceEvent event = part.event();
        String text = "`" + shortened(part.text()) + "`";
        String value = event.value() == null ? "" : Brief.of(event.value(), SHORT);
        String rest = part.isCutOff() && event.number() == part.events() - 1
                ? "; the evaluation goes on, but no more of it can be shown"
                : "";
        return what(event, text, value) + rest;
    }

    private static String what(TraceEvent event, String text, String value) {
        return switch (event.kind()) {
            case ENTERED -> text + " begins";
            case OUTPUT -> text + " gives " + value;
            case RESUMED -> text + " is asked for more";
            case RAISED -> text + " fails: " + Evaluating.text(event.value(), SHORT * 2);
            case CAUGHT -> text + " catches: " + Evaluating.text(event.value(), SHORT * 2);
        };
    }

    /** What a frame is called at a point. */
    static String name(InnerPoint point) {
        return switch (point) {
            case InnerPoint.Part part -> {
                String stage = part.happening().stage();
                yield (stage == null ? "" : stage + ": ")
                        + shortened(part.program().expression().text());
            }
            case InnerPoint.Asked asked -> what(asked);
        };
    }

    private static String what(InnerPoint.Asked asked) {
        return "effect " + asked.request().step().effect().what();
    }

    private static String outcome(Inside.Request request) {
        JournalEntry answer = request.answer();
        return switch (answered(request)) {
            case null -> "pending";
            case Input.Failed failed -> "failed" + after(request, answer);
            case Input other -> "answered" + after(request, answer);
        };
    }

    private static String after(Inside.Request request, @Nullable JournalEntry answer) {
        return answer == null
                ? ""
                : " after " + (answer.time() - request.step().at().time()) + " ms";
    }

    /** What answered; null if nothing has. */
    static @Nullable Input answered(Inside.Request request) {
        JournalEntry answer = request.answer();
        return answer == null ? null : InputJson.read(answer.kind(), answer.payload());
    }

    private static String shortened(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= SHORT ? line : line.substring(0, SHORT) + "…";
    }
}
